import { describe, expect, it } from "vitest";
import { sendNotifications } from "#operations/send-notifications.ts";
import { type MailServerOptions, openMailServer } from "#testing-fixtures/mail-server.ts";
import { openContext } from "#testing-fixtures/open-context.ts";
import { simpleHeaders } from "#testing-fixtures/simple-headers.ts";

const alert = { id: "a1", title: "CPU critical", severity: "critical", message: "usage is 97 %" };
const to = ["ops@example.com", "second@example.com"];

async function mail(alerts: readonly object[], server: MailServerOptions = {}, settings: object = {}) {
  await using running = await openMailServer(server);
  const channel = {
    type: "mail",
    host: "localhost",
    port: running.port,
    from: "aiecs@example.com",
    to,
    ca: running.ca,
    ...settings,
  };
  await using context = openContext({ config: { channels: { post: channel } }, allow: [running.host] });
  const outcome = await sendNotifications({ alerts }, context).catch((error: unknown) => error);
  return { outcome, mails: running.mails, seen: running.seen, logged: JSON.stringify(context.logged) };
}

describe("a mail channel", () => {
  it("sends encrypted to all recipients, over STARTTLS by default", async () => {
    const { outcome, mails } = await mail([alert]);
    expect(outcome).toMatchObject({
      channel: "post",
      type: "mail",
      delivered: true,
      attempts: 1,
      refused: [],
      response: expect.stringContaining("queued"),
    });
    expect(mails).toMatchObject([{ from: "aiecs@example.com", to, isEncrypted: true }]);
    const headers = simpleHeaders(mails[0]?.content ?? "");
    const { id } = outcome as { id: string };
    expect(headers).toMatchObject({
      subject: "[CRITICAL] CPU critical",
      "message-id": `<${id}@example.com>`,
      "auto-submitted": "auto-generated",
    });
    expect(mails[0]?.content).toContain("usage is 97 %");
  });

  it("speaks TLS from the start where it is told to, and sends in the clear only where that is told", async () => {
    expect((await mail([alert], { secure: true }, { security: "tls" })).mails).toMatchObject([{ isEncrypted: true }]);
    expect((await mail([alert], {}, { security: "none" })).mails).toMatchObject([{ isEncrypted: false }]);
  });

  it("sends nothing without encryption when the server offers none", async () => {
    const { outcome, mails } = await mail([alert], { disabledCommands: ["STARTTLS"] });
    expect(String(outcome)).toMatch(/could not be delivered to post \(mail\) after 1 attempt/);
    expect(mails).toEqual([]);
  });

  it.each([
    ["made by nobody known", { ca: undefined }],
    ["for another name", { host: "127.0.0.1" }],
  ])("trusts no certificate %s", async (_, settings) => {
    await using running = await openMailServer();
    const channel = {
      type: "mail",
      host: "localhost",
      port: running.port,
      from: "a@example.com",
      to,
      ca: running.ca,
      ...settings,
    };
    const allow = [running.host, `127.0.0.1:${running.port}`];
    await using context = openContext({ config: { channels: { post: channel } }, allow });
    await expect(sendNotifications({ alerts: [alert] }, context)).rejects.toThrow(
      /after 1 attempt: .*(?:certificate|altnames)/i,
    );
    expect(running.mails).toEqual([]);
  });

  it("logs in, and tells a refused login without the password", async () => {
    const onAuth: MailServerOptions["onAuth"] = ({ username, password }, _session, callback) =>
      password === "hunter22"
        ? callback(null, { user: username })
        : callback(new Error("Invalid username or password"));
    const server = { authOptional: false, onAuth };
    expect((await mail([alert], server, { user: "me", password: "hunter22" })).mails).toMatchObject([{ user: "me" }]);
    const refused = await mail([alert], server, { user: "me", password: "s3cr3t-wrong" });
    expect(String(refused.outcome)).toMatch(/after 1 attempt: .*Invalid username or password/);
    expect(String(refused.outcome) + refused.logged).not.toContain("s3cr3t");
    expect(String((await mail([alert], server, { user: "me" })).outcome)).toContain(
      "set its password, or smtp_password of the config",
    );
  });

  it("names the recipients that were refused, and fails when all were", async () => {
    const some = await mail([alert], { refuse: ["second@example.com"] });
    expect(some.outcome).toMatchObject({
      delivered: true,
      refused: ["second@example.com"],
      notes: ["the mail server refused second@example.com"],
    });
    expect(some.mails).toMatchObject([{ to: ["ops@example.com"] }]);
    const none = await mail([alert], { refuse: to });
    expect(String(none.outcome)).toMatch(/after 1 attempt: .*550/);
    expect(none.mails).toEqual([]);
  });

  it("tries again when the server is busy, with the same Message-ID", async () => {
    const { outcome, mails, seen } = await mail([alert], { busyTimes: 2 });
    expect(outcome).toMatchObject({ delivered: true, attempts: 3 });
    expect(mails).toHaveLength(1);
    const ids = seen.map((content) => simpleHeaders(content)["message-id"]);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  it("lets no alert begin a header of its own or add a recipient", async () => {
    const evil = "x\r\nBcc: victim@example.com\r\n\r\nbody\u2028\u0085X-Evil: 1";
    const { mails } = await mail([
      { ...alert, title: evil, rule: evil, source: evil, message: `.\r\nQUIT\r\n${evil}` },
    ]);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toEqual(to);
    const headers = simpleHeaders(mails[0]?.content ?? "");
    expect(Object.keys(headers)).not.toContain("bcc");
    expect(Object.keys(headers)).not.toContain("x-evil");
    expect(headers.subject).toContain("[CRITICAL] x Bcc: victim@example.com");
  });

  it("[TOOL-6] connects to no private address that is not allowed", async () => {
    await using running = await openMailServer();
    const channel = { type: "mail", host: "localhost", port: running.port, from: "a@example.com", to };
    await using context = openContext({ config: { channels: { post: channel } } });
    await expect(sendNotifications({ alerts: [alert] }, context)).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("is not a public address"),
    });
  });

  it("[TOOL-8] ends when the call is aborted while the server is silent", async () => {
    await using running = await openMailServer({ onConnect: () => context.abort(new Error("enough")) });
    const channel = { type: "mail", host: "localhost", port: running.port, from: "a@example.com", to };
    await using context = openContext({ config: { channels: { post: channel } }, allow: [running.host] });
    await expect(sendNotifications({ alerts: [alert] }, context)).rejects.toThrow("enough");
  });
});
