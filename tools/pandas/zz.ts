import { writeFileSync } from "node:fs";
import { type CsvOptions, readCsv } from "#csv/read-csv.ts";
import { createEngine } from "#duckdb/engine.ts";

await using stack = new AsyncDisposableStack();
const engine = await createEngine();
stack.defer(() => engine.close());
const go = async (name: string, content: string | Buffer, options: CsvOptions = {}) => {
  writeFileSync("/tmp/pd/x.csv", content);
  try {
    const t = await readCsv({
      engine,
      path: "/tmp/pd/x.csv",
      file: "x.csv",
      options,
      signal: new AbortController().signal,
      progress: () => {},
    });
    console.log(
      "==",
      name,
      t.rows,
      t.schema.map((c) => `${c.name}:${c.type}`).join(","),
      JSON.stringify(t.data.slice(0, 3)).slice(0, 300),
      JSON.stringify(t.report),
    );
  } catch (e) {
    console.log("==", name, "ERR", e instanceof Error ? `${e.name} ${e.message.slice(0, 300)}` : e);
  }
};
await go("plain", "a,b\n1,2\n3,4\n");
await go(
  "types",
  "id,zip,price,day,ok,when,z,big,t\n1,00123,1.5,2024-01-05,true,2024-01-05 10:00,2024-01-05T10:00Z,12345678901234567890,x\n2,4,,2024-01-06,False,2024-01-05T10:00:01.5,2024-01-05T10:00:00+02:00,1,y\n",
);
await go("bom ;", '\ufeffname;wert\nÄpfel;"1,5"\n"a;b\nc";2\n');
await go("dup", "a,a,,b ,a_1,a\n1,2,3,4,5,6\n");
await go("ragged", 'a,b\n"x\ny",2\n3\n4,5\n');
await go("ragged2", "a,b\n1,2\n3,4,5\n");
await go("cp1252", Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x63, 0x61, 0x66, 0xe9, 0x2c, 0x80, 0x0a]));
await go("utf8 told", Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x63, 0x61, 0x66, 0xe9, 0x2c, 0x80, 0x0a]), {
  encoding: "utf-8",
});
await go(
  "late latin",
  Buffer.concat([Buffer.from("a,b\n" + "1,x\n".repeat(100000)), Buffer.from([0x32, 0x2c, 0xe9, 0x0a])]),
);
await go("utf16", Buffer.from("\ufeffa,b\nü,2\n", "utf16le"));
await go("sjis", Buffer.from([0x61, 0x0a, 0x83, 0x65, 0x0a]), { encoding: "shift_jis" });
await go("empty", "");
await go("header only", "a,b\n");
await go("blank", "\n\n");
await go("lead blank", "\n\na,b\n1,2\n");
await go("dates amb", "d,e\n01/02/2024,13/02/2024\n03/04/2024,01/02/2024\n");
await go("nan", "d,e\nNaN,1\n1.5,inf\n,-2\n");
await go("late decimal", "a\n" + "1\n".repeat(50000) + "2.5\n");
await go("late zero", "a\n" + "1\n".repeat(50000) + "007\n");
await go("late text", "a,b\n" + "1,2024-01-01\n".repeat(50000) + "x,soon\n");
await go("sparse", "a,b\n" + "1,\n".repeat(50000) + "1,5\n");
await go("padded", "a, b, c\n1, 2, x y\n3, 4.5, z\n");
await go("null_values", "a,b\nNA,x\n1,\n,-\n", { null_values: ["NA", "-"] });
await go("null_values2", "a,b\nNA,x\n1,\n,-\n", { null_values: ["NA", "-", ""] });
await go("dtypes", "a,b,c,d\n1,007,yes,2024-01-05\n2,3.0,no,2024-01-06\n", {
  dtypes: { a: "string", b: "integer", c: "boolean", d: "datetime" },
});
await go("dtype bad", 'a,b\n"x\ny",1\nz,1\nq,oops\n', { dtypes: { b: "number" } });
await go("nrows cols", "a,b,c\n1,x,2024-01-01\n2,y,bad\n3,z,2024-01-03\n", { nrows: 1, columns: ["c", "a"] });
await go("unknown col", "a,b\n1,2\n", { columns: ["c"] });
await go("mixed nl", "a,b\r\n1,2\n3,4\r\n");
await go("huge", `a,b\n1,"${"x".repeat(5_000_000)}"\n2,y\n`);
await go("unterminated", 'a,b\n1,"2\n3,4\n');
await go("gz", Buffer.from([0x1f, 0x8b, 1, 2]));
await go("nul", "a\0,b\n");
await go("enc bad", "a\n", { encoding: "klingon" });
await go("tab", "a\tb\n1\t2\n");
await go("pipe", "a|b\n1|2\n");
await go("delim told", "a:b\n1:2\n", { delimiter: ":" });
await go("stocks", (await import("node:fs")).readFileSync("/work/main/node_modules/vega-datasets/data/stocks.csv"));
for (let k = 0; k < 3; k++) {
  const a = performance.now();
  const t = await readCsv({
    engine,
    path: "/tmp/pd/m.csv",
    file: "m",
    options: {},
    signal: new AbortController().signal,
    progress: () => {},
  });
  console.log("1M", (performance.now() - a).toFixed(0), t.rows, t.schema.map((c) => `${c.name}:${c.type}`).join(","));
}
