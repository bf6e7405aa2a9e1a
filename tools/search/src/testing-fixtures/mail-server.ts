import { once } from "node:events";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { createCertificate } from "./certificate.ts";

/** A mail that the server took. */
export type TakenMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly content: string;
  readonly isEncrypted: boolean;
  readonly user: string | undefined;
};

export type MailServer = AsyncDisposable & {
  readonly mails: TakenMail[];
  /** The content of every mail that came, also of those that were put off. */
  readonly seen: string[];
  readonly port: number;
  /** As `network.allow` takes it. */
  readonly host: string;
  /** The certificate to trust. */
  readonly ca: string;
};

export type MailServerOptions = SMTPServerOptions & {
  /** Recipients that are refused for good. */
  readonly refuse?: readonly string[];
  /** How many mails are refused for a while first. */
  readonly busyTimes?: number;
};

/** A real SMTP server on this machine, with a certificate for `localhost`. */
export async function openMailServer({
  refuse = [],
  busyTimes = 0,
  ...options
}: MailServerOptions = {}): Promise<MailServer> {
  const mails: TakenMail[] = [];
  const seen: string[] = [];
  let busy = busyTimes;
  const { cert, key } = createCertificate("localhost");
  const server = new SMTPServer({
    cert,
    key,
    authOptional: true,
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, callback) =>
      callback(refuse.includes(address) ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null),
    onData: (stream, { envelope, secure, user }, callback) => {
      void text(stream).then((content) => {
        seen.push(content);
        if (busy > 0) {
          busy -= 1;
          callback(Object.assign(new Error("try again later"), { responseCode: 451 }));
          return;
        }
        mails.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : "",
          to: envelope.rcptTo.map(({ address }) => address),
          content,
          isEncrypted: secure,
          user,
        });
        callback(null, "queued");
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "localhost");
  await once(listening, "listening");
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("expected a server with a port");
  return {
    mails,
    seen,
    port: address.port,
    host: `localhost:${address.port}`,
    ca: cert,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
