import { type TUnsafe, Type } from "typebox";
import type { Problem } from "#http/problem.ts";
import { shape } from "./shape.ts";
import { errorCode } from "./step-schemas.ts";

export const problem: TUnsafe<Problem> = shape<Problem>()(
  Type.Object(
    {
      type: Type.String({ format: "uri-reference" }),
      title: Type.String(),
      status: Type.Integer({ minimum: 400, maximum: 599 }),
      code: errorCode,
      detail: Type.String(),
      errors: Type.Array(Type.Object({ message: Type.String() }), {
        description: "Everything that is wrong, one by one.",
      }),
      request_id: Type.String(),
      name: Type.String({ description: "The class of the error." }),
      details: Type.Record(Type.String(), Type.Unknown()),
    },
    { additionalProperties: false, $id: "Problem", title: "Problem", description: "An error, as RFC 9457 has it." },
  ),
);
