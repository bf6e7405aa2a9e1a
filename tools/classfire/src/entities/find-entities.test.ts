import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tagWords } from "#language/tagged-words.ts";
import { heldOut, tuning } from "#testing-fixtures/labelled-entities.ts";
import { parseLabelled } from "#testing-fixtures/parse-labelled.ts";
import { findEntities } from "./find-entities.ts";

const still = { reached: () => Promise.resolve() };
const key = ({ type, start, end }: { type: string; start: number; end: number }): string => `${type} ${start} ${end}`;

async function measure(texts: readonly string[]): Promise<{ precision: number; recall: number }> {
  let [found, wanted, right] = [0, 0, 0];
  for (const marked of texts) {
    const { text, entities } = parseLabelled(marked);
    const keys = new Set((await findEntities(text, still)).map(key));
    found += keys.size;
    wanted += entities.length;
    right += entities.filter((entity) => keys.has(key(entity))).length;
  }
  return { precision: right / found, recall: right / wanted };
}

async function values(text: string, type?: string): Promise<readonly (string | null)[]> {
  return (await findEntities(text, still))
    .filter((entity) => type === undefined || entity.type === type)
    .map(({ value }) => value);
}

describe("findEntities", () => {
  it.each([
    ["it was tuned on", tuning, 0.97],
    ["written apart from them", heldOut, 0.9],
  ])("finds exactly the labelled entities of texts %s", async (_, texts, least) => {
    const { precision, recall } = await measure(texts);
    expect(precision).toBeGreaterThanOrEqual(least);
    expect(recall).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ["January 5, 2026", "2026-01-05"],
    ["1st day of March 2025", "2025-03-01"],
    ["the thirty-first day of December, 2024", "2024-12-31"],
    ["31.12.2024", "2024-12-31"],
    ["25/12/2024", "2024-12-25"],
    ["03/04/2024", null],
    ["February 30, 2025", null],
    ["2024-02-29T12:00:00Z", "2024-02-29"],
    ["Q3 2025", "2025-Q3"],
    ["March 2025", "2025-03"],
  ])("reads the date %s as %s", async (written, value) => {
    expect(await values(`It ends on ${written}.`, "DATE")).toEqual([value]);
  });

  it.each([
    ["USD 1,250,000.00", "USD 1250000"],
    ["$1.2bn", "USD 1200000000"],
    ["€ 1.250,50", "EUR 1250.5"],
    ["CHF 1'000'000", "CHF 1000000"],
    ["£3 million", "GBP 3000000"],
    ["two hundred and fifty thousand dollars", "USD 250000"],
    ["One Hundred Dollars ($100)", "USD 100"],
    ["¥5,000", "JPY 5000"],
    ["12.50 euros", "EUR 12.5"],
  ])("reads the sum %s as %s", async (written, value) => {
    expect(await values(`They pay ${written} at once.`, "MONEY")).toEqual([value]);
  });

  it("leaves the dollar open where the text speaks of other dollars", async () => {
    expect(await values("All sums are in Canadian dollars. The fee is $50.", "MONEY")).toEqual(["$ 50"]);
  });

  it.each([
    "17 U.S.C. § 107",
    "Data Protection Act 2018",
    "Regulation (EU) 2016/679",
    "Directive 95/46/EC",
    "Securities Act of 1933",
    "Internal Revenue Code",
    "29 C.F.R. § 1910.134(b)",
    "Pub. L. No. 104-191",
    "§ 433 Abs. 1 BGB",
    "GDPR",
  ])("finds the law %s whole", async (law) => {
    const text = `This is required under the ${law}, as amended.`;
    const laws = (await findEntities(text, still)).filter(({ type }) => type === "LAW").map(({ text: found }) => found);
    expect(laws).toEqual([law]);
  });

  it.each([
    "PIKE & WREN ARCHITECTS, PC",
    "PIKE & WREN ARCHITECTS PC",
    "Wren Architects, PC",
    "PIKE & WREN ARCHITECTS, P.C.",
    "Wren Dental Care P.C.",
    "WREN & HALE, PLLC",
    "Wren Pumps P.L.L.C.",
    "PIKE & WREN, LLP",
    "CEDAR POINT HOLDINGS, L.P.",
    "Cedar Point LLLP",
    "CEDAR POINT LP",
    "WREN PUMPS PLC",
    "WREN PUMPEN GMBH",
    "WREN PUMPEN GMBH & CO. KG",
    "WREN PUMPEN AG",
    "WREN POMPES S.A.",
    "WREN POMPEN B.V.",
    "WREN PUMPS PTY LTD",
  ])("finds the company %s whole", async (company) => {
    const text = `It is made with ${company}, an old firm of Oregon ("Tenant").`;
    expect((await findEntities(text, still)).map(({ type, text: found }) => `${type} ${found}`)).toEqual([
      `ORGANIZATION ${company}`,
      "LOCATION Oregon",
    ]);
  });

  it("reads a scan's parties: capitals over broken lines, a full stop lost from the form", async () => {
    const text =
      'by and\nbetween CEDAR POINT HOLDINGS, L.P, an Oregon limited partnership\n("Landlord"), and PIKE & WREN ARCHITECTS, PC., an Oregon professional\ncorporation ("Tenant").';
    expect(await values(text, "ORGANIZATION")).toEqual(["CEDAR POINT HOLDINGS, L.P", "PIKE & WREN ARCHITECTS, PC"]);
  });

  it("takes a computer for no firm", async () => {
    const text = "He bought a Windows PC, a phone, and a PC. It runs on Mac, PC and on Red Box, PC, and Blue Cube.";
    expect(await values(text, "ORGANIZATION")).toEqual([]);
  });

  it.each([
    "United States Air Force",
    "U.S. Air Force",
    "US Air Force",
    "Royal Air Force",
    "United States Marine Corps",
    "U.S. Coast Guard",
    "U.S. Army Corps of Engineers",
    "U.S. Department of Energy",
    "US Department of Energy",
    "United States Postal Service",
    "United States District Court",
    "U.S. Securities and Exchange Commission",
    "National Oceanic and Atmospheric Administration",
    "Environmental Protection Agency",
  ])("finds the body %s whole, and no place within its name", async (body) => {
    for (const text of [`They met the ${body} yesterday.`, `${body} officers came.`]) {
      expect((await findEntities(text, still)).map(({ type, text: found }) => `${type} ${found}`)).toEqual([
        `ORGANIZATION ${body}`,
      ]);
    }
  });

  it("still finds the place where nothing makes a body of it", async () => {
    expect(await values("The Sales Force of the United States met.")).toEqual(["United States"]);
  });

  it("finds capes, acronyms and names with a capital inside, by what they are known for or do", async () => {
    const text =
      "SpaceX launched it for NOAA from Cape Canaveral. NOAA's satellite is SpaceX's load. RocketLab announced more, and DNIB issued a bond. The GDP and the JavaScript of the API are new. McDonald said no.";
    expect((await findEntities(text, still)).map(({ type, text: found }) => `${type} ${found}`)).toEqual([
      "ORGANIZATION SpaceX",
      "ORGANIZATION NOAA",
      "LOCATION Cape Canaveral",
      "ORGANIZATION NOAA",
      "ORGANIZATION SpaceX",
      "ORGANIZATION RocketLab",
      "ORGANIZATION DNIB",
      "PERSON McDonald",
    ]);
  });

  it("takes no defined terms and roles of contracts for names", async () => {
    const text =
      "The Receiving Party shall protect the Confidential Information. The Company, the Board of Directors and the Audit Committee approve this Agreement on the Effective Date. Governing Law applies. Each Party bears its Losses.";
    expect(await findEntities(text, still)).toEqual([]);
  });

  it("gives short forms the full name that stands before", async () => {
    const text =
      "Globex Industries GmbH met the Securities and Exchange Commission (SEC). Anna Weber spoke. Later Weber called the SEC, and Globex Industries agreed.";
    expect(await values(text)).toEqual([
      "Globex Industries GmbH",
      "Securities and Exchange Commission",
      "Securities and Exchange Commission",
      "Anna Weber",
      "Anna Weber",
      "Securities and Exchange Commission",
      "Globex Industries GmbH",
    ]);
  });

  it("finds the same whatever was read before", async () => {
    const text = "Nordhavn Shipping AS met Zorvath Company and Mr. Quellix in Brundleford.";
    const before = await findEntities(text, still);
    tagWords("nordhavn zorvath quellix brundleford shipping", { start: 0, end: 45 });
    expect(await findEntities(text, still)).toEqual(before);
    expect(before.map(({ text: name }) => name)).toEqual([
      "Nordhavn Shipping AS",
      "Zorvath Company",
      "Quellix",
      "Brundleford",
    ]);
  });

  it("keeps offsets right behind emoji, right-to-left text and NUL, in texts of several parts", async () => {
    const filler = "שלום 😀 \0 עולם، مرحبا 漢字。 nothing here, really.\n";
    const text = `${filler.repeat(900)}Pay USD 5,000 to Jane Smith by January 5, 2026.`;
    const entities = await findEntities(text, still);
    expect(entities.map(({ start, end }) => text.slice(start, end))).toEqual([
      "USD 5,000",
      "Jane Smith",
      "January 5, 2026",
    ]);
  });

  it("never overlaps, and every text is the slice at its offsets, whatever the text", async () => {
    const word = fc.constantFrom(
      "Jane",
      "Smith",
      "Acme",
      "Inc.",
      "$5",
      "million",
      "May",
      "5,",
      "2026",
      "the",
      "of",
      "Act",
      "a@b.co",
      "http://x.y",
      "(",
      ")",
      "\0",
      "😀",
      "+1 302 555 0147",
      "10%",
      "§",
      "Bank",
      "and",
      "\n\n",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(word, fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 40 }),
        async (words) => {
          const text = words.join(" ");
          let last = 0;
          for (const entity of await findEntities(text, still)) {
            expect(entity.start).toBeGreaterThanOrEqual(last);
            expect(entity.text).toBe(text.slice(entity.start, entity.end));
            expect(entity.text.trim()).toBe(entity.text);
            last = entity.end;
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
