/**
 * Runs inside a thread. Tesseract.js starts a worker of its own, which it gives no means to stop while it loads, and
 * whose crashes nobody can catch; within this thread both end with the thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import tesseract from "tesseract.js";
import { hasColumns, toTextBlocks } from "./has-columns.ts";
import type { Recognition, RecognitionAnswer, RecognitionRequest, RecognizedWord, ThreadLanguage } from "./messages.ts";

const { code, folder }: ThreadLanguage = workerData;
const { OEM, PSM } = tesseract;
let isReady = false;

// Tesseract's remarks on images are not the process's output. They end here, since a process that reads a thread's
// output stays alive as long as the thread.
process.stdout.write = () => true;
process.stderr.write = () => true;

const starting = tesseract.createWorker(code, OEM.LSTM_ONLY, {
  langPath: folder,
  gzip: true,
  // Else the data would be written to the working directory.
  cacheMethod: "none",
  // Without a handler each refused image would be thrown as well; while starting, nothing else tells of a failure.
  errorHandler(problem: unknown) {
    if (!isReady) throw new Error(`Text recognition could not start with ${folder}/${code}: ${String(problem)}`);
  },
});

parentPort?.on("message", (request: RecognitionRequest) => {
  void recognize(request).then(
    (recognition) => answer({ recognition }),
    (problem: unknown) => answer({ problem: problem instanceof Error ? problem.message : String(problem) }),
  );
});

async function recognize({ image, layout }: RecognitionRequest): Promise<Recognition> {
  const worker = await starting;
  isReady = true;
  const png = Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  return layout === "page" ? await recognizePage(worker, png) : await recognizeWords(worker, png);
}

/**
 * Looks at the layout first. Pages that lie askew are turned: else whole lines of a page turned by two degrees are
 * lost. Columns are read one by one; else lines are read across, since automatic layout takes the numbers of a list for
 * a column and reads them apart.
 */
async function recognizePage(worker: tesseract.Worker, png: Buffer): Promise<Recognition> {
  await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO });
  const { data: layout } = await worker.recognize(png, { rotateAuto: true }, { text: false, layoutBlocks: true });
  const isInColumns = hasColumns(toTextBlocks(Reflect.get(layout, "layoutBlocks")));
  if (!isInColumns) await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_COLUMN });
  const { data } = await worker.recognize(png, { rotateRadians: layout.rotateRadians ?? 0 }, { text: true });
  return { text: data.text, confidence: data.confidence / 100, words: [] };
}

async function recognizeWords(worker: tesseract.Worker, png: Buffer): Promise<Recognition> {
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SPARSE_TEXT });
  const { data } = await worker.recognize(png, {}, { text: true, blocks: true });
  const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((paragraph) => paragraph.lines));
  const words = lines.flatMap((line) => line.words.map(wordOf));
  return { text: data.text, confidence: data.confidence / 100, words };
}

function wordOf({ text, confidence }: tesseract.Word): RecognizedWord {
  return { text, confidence: confidence / 100 };
}

function answer(message: RecognitionAnswer): void {
  parentPort?.postMessage(message);
}
