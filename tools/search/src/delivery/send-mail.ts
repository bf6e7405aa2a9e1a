import { isIP } from "node:net";
import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { NodemailerError, SMTPSentMessageInfo, SMTPTransportOptions } from "nodemailer";
import type { MailChannel } from "#schemas/channel.ts";
import { mailBody, mailSubject } from "./mail-text.ts";
import type { Delivered, Message, Send } from "./message.ts";

export type MailOptions = {
  readonly password: string | undefined;
  readonly network: ToolContext["network"];
  /** Of each wait for the server. */
  readonly timeoutMs: number;
};

/** What a certificate that is not trusted is told as; no later attempt finds another one. */
const certificateProblem = /^(?:CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** Sends a message by SMTP: to the checked address of the host, whose certificate must be for its name. */
export function createMail(channel: MailChannel, { password, network, timeoutMs }: MailOptions): Send {
  return async (message, signal) => {
    const address = await network.resolve(channel.host, channel.port);
    const { createTransport } = await import("nodemailer");
    const transport = createTransport(transportOptions(channel, { address, password, timeoutMs }));
    try {
      return delivered(await transport.sendMail({ ...mailOf(message, channel), signal }));
    } catch (error) {
      signal.throwIfAborted();
      throw withRetryable(error);
    } finally {
      transport.close();
    }
  };
}

function transportOptions(
  { host, port, security, user, ca }: MailChannel,
  {
    address,
    password,
    timeoutMs,
  }: { readonly address: string; readonly password: string | undefined; readonly timeoutMs: number },
): SMTPTransportOptions {
  if (user !== undefined && password === undefined) {
    throw new ValidationError(
      `The mail channel has a user, but no password: set its password, or smtp_password of the config`,
    );
  }
  return {
    host: address,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    // What is connected to is an address; what the certificate must name is the host.
    ...(isIP(host) === 0 && { servername: host }),
    tls: { ...(isIP(host) === 0 && { servername: host }), ...(ca !== undefined && { ca }) },
    ...(user !== undefined && { auth: { user, pass: password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function mailOf(message: Message, { from, to }: MailChannel) {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return {
    from: { name: "", address: from },
    to: to.map((address) => ({ name: "", address })),
    subject: mailSubject(message),
    text: mailBody(message),
    // Servers that know a message by its id take it once, however often it comes.
    messageId: `<${message.id}@${domain}>`,
    date: new Date(message.timeMs),
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

function delivered({ response, rejected }: SMTPSentMessageInfo): Delivered {
  const refused = rejected.map(String);
  return { response, refused, notes: refused.length === 0 ? [] : [`the mail server refused ${refused.join(", ")}`] };
}

/** Adds to an error whether another attempt may help. */
function withRetryable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code = "", originalCode = "", permanent, cause }: NodemailerError = error;
  const inner: unknown = cause instanceof Error && "code" in cause ? cause.code : "";
  // A server that offers no encryption will not offer it in a second either.
  const isFinal =
    permanent ??
    (["EAUTH", "ENOAUTH", "ECONFIG", "EMESSAGE", "ETLS"].includes(code) ||
      [code, originalCode, String(inner)].some((each) => certificateProblem.test(each)));
  return Object.assign(error, { retryable: !isFinal });
}
