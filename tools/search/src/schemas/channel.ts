import { z } from "zod";

/** Sends JSON by POST, signed as Standard Webhooks describes it when there is a secret. */
export type WebhookChannel = {
  readonly type: "webhook";
  readonly url: string;
  readonly secret?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

export type MailChannel = {
  readonly type: "mail";
  readonly host: string;
  readonly port: number;
  /** How the connection is made safe; `starttls` is required, not merely tried. */
  readonly security: "starttls" | "tls" | "none";
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
  /** Certificates to trust besides the system's, as PEM. */
  readonly ca?: string | undefined;
};

/** Adds a line of JSON per alert to a file. */
export type FileChannel = { readonly type: "file"; readonly path: string };

/** Writes to the executor's log. */
export type ConsoleChannel = { readonly type: "console" };

export type Channel = WebhookChannel | MailChannel | FileChannel | ConsoleChannel;

/** What a call may say itself: a name of the config, or a channel that needs no address and no secret. */
export type ChannelChoice = string | FileChannel | ConsoleChannel;

/** A secret; in the environment one that is all digits arrives as a number. */
export const secretText: z.ZodType<string, string | number> = z
  .union([z.string().min(1), z.int().nonnegative()], {
    error: "expected a text (a number with more than 15 digits in quotes)",
  })
  .transform(String);

const isHeaderSafe = (text: string): boolean => !/\p{Cc}/u.test(text);
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "expected the name of a header");
const headerValue = z.string().refine(isHeaderSafe, "expected a header without control characters");

const webhook = z.strictObject({
  type: z.literal("webhook"),
  url: z.url({ protocol: /^https?$/, error: "expected an address with http:// or https://" }),
  secret: secretText
    .optional()
    .describe("Signs what is sent: whsec_ and base64, or any text. Default: webhook_secret."),
  headers: z.record(headerName, headerValue).optional().describe("Sent besides its own, for example authorization."),
});

const address = z.email("expected a mail address such as ops@example.com");

const mail = z
  .strictObject({
    type: z.literal("mail"),
    host: z
      .string()
      .regex(/^[^\s/@]+$/, "expected the name or address of a host")
      .describe("The SMTP server."),
    port: z.int().min(1).max(65_535).default(587),
    security: z
      .enum(["starttls", "tls", "none"])
      .optional()
      .describe(
        "tls from the start (default on port 465), starttls (default else; mail is not sent without it), or none.",
      ),
    user: z.string().min(1).optional(),
    password: secretText.optional().describe("Default: smtp_password."),
    from: address,
    to: z.union([address.transform((one) => [one]), z.array(address).min(1).max(100)]),
    ca: z.string().optional().describe("Certificates to trust besides the system's, as PEM."),
  })
  .transform(({ security, ...rest }) => ({ ...rest, security: security ?? (rest.port === 465 ? "tls" : "starttls") }));

const file = z.strictObject({
  type: z.literal("file"),
  path: z.string().min(1).describe("Inside the folders that tools may use."),
});

const console = z.strictObject({ type: z.literal("console") });

/** A channel of the config. */
export const channel: z.ZodType<Channel, unknown> = z.discriminatedUnion("type", [webhook, mail, file, console], {
  error: "expected a type: webhook, mail, file or console",
});

/** The parameter `channel`. */
export const channelChoice: z.ZodType<ChannelChoice, ChannelChoice> = z
  .union([z.string().min(1), z.discriminatedUnion("type", [file, console])], {
    error:
      'expected the name of a channel of the config, { type: "file", path } or { type: "console" }; addresses and secrets stand in the config',
  })
  .describe(
    'Where to: the name of a channel of the tool\'s config, { type: "file", path } or { type: "console" }. Default: default_channel of the config, else its only channel, else the log.',
  );
