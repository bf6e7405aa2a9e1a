/** ISO 639-1 to the name of Tesseract's data, for the languages most asked for. */
const dataCodes: ReadonlyMap<string, string> = new Map([
  ["ar", "ara"],
  ["bg", "bul"],
  ["cs", "ces"],
  ["da", "dan"],
  ["de", "deu"],
  ["el", "ell"],
  ["en", "eng"],
  ["es", "spa"],
  ["et", "est"],
  ["fa", "fas"],
  ["fi", "fin"],
  ["fr", "fra"],
  ["he", "heb"],
  ["hi", "hin"],
  ["hr", "hrv"],
  ["hu", "hun"],
  ["id", "ind"],
  ["it", "ita"],
  ["ja", "jpn"],
  ["ko", "kor"],
  ["lt", "lit"],
  ["lv", "lav"],
  ["nl", "nld"],
  ["no", "nor"],
  ["pl", "pol"],
  ["pt", "por"],
  ["ro", "ron"],
  ["ru", "rus"],
  ["sk", "slk"],
  ["sl", "slv"],
  ["sv", "swe"],
  ["th", "tha"],
  ["tr", "tur"],
  ["uk", "ukr"],
  ["vi", "vie"],
  ["zh", "chi_sim"],
]);

/** The name of the data for a language, however it was named. */
export function toDataCode(language: string): string {
  const name = language.trim().toLowerCase();
  return dataCodes.get(name) ?? name;
}
