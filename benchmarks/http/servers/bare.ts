/** The web framework and the same checks, with nothing else. Prints its address. */
import Fastify from "fastify";
import { lookup, lookupResultSchema, lookupSchema } from "../../harness/lookup.ts";

const app = Fastify();
const body = {
  type: "object",
  properties: { operation: { type: "string" }, params: lookupSchema.toJSONSchema({ io: "input", target: "draft-7" }) },
  required: ["operation", "params"],
};
const answer = { type: "object", properties: { result: lookupResultSchema.toJSONSchema({ target: "draft-7" }) } };
app.post<{ Body: { readonly params: Parameters<typeof lookup>[0] } }>(
  "/api/execute",
  { schema: { body, response: { 200: answer } } },
  async ({ body: { params } }) => ({ result: await lookup(params) }),
);
console.log(await app.listen({ host: "127.0.0.1", port: 0 }));
