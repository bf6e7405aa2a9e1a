/** Currencies by symbol and by word, as ISO 4217. The dollar alone is the American one unless the text names another. */
export const symbols: ReadonlyMap<string, string> = new Map([
  ["$", "USD"],
  ["US$", "USD"],
  ["U.S.$", "USD"],
  ["C$", "CAD"],
  ["CA$", "CAD"],
  ["CDN$", "CAD"],
  ["A$", "AUD"],
  ["AU$", "AUD"],
  ["NZ$", "NZD"],
  ["HK$", "HKD"],
  ["S$", "SGD"],
  ["R$", "BRL"],
  ["€", "EUR"],
  ["£", "GBP"],
  ["¥", "JPY"],
  ["₹", "INR"],
  ["₩", "KRW"],
  ["₽", "RUB"],
  ["₺", "TRY"],
  ["₪", "ILS"],
  ["₫", "VND"],
  ["฿", "THB"],
  ["Rs.", "INR"],
]);

export const codes: readonly string[] =
  "USD EUR GBP JPY CHF CAD AUD NZD CNY RMB INR SEK NOK DKK PLN CZK HUF BRL MXN ZAR SGD HKD KRW TRY RUB ILS THB AED SAR".split(
    " ",
  );

/** Words, in lower case; those of several countries have a name before them. */
export const currencyWords: ReadonlyMap<string, string> = new Map([
  ["dollars", "USD"],
  ["dollar", "USD"],
  ["us dollars", "USD"],
  ["u.s. dollars", "USD"],
  ["united states dollars", "USD"],
  ["canadian dollars", "CAD"],
  ["australian dollars", "AUD"],
  ["euros", "EUR"],
  ["euro", "EUR"],
  ["pounds sterling", "GBP"],
  ["british pounds", "GBP"],
  ["swiss francs", "CHF"],
  ["yen", "JPY"],
  ["yuan", "CNY"],
  ["renminbi", "CNY"],
  ["rupees", "INR"],
  ["rubles", "RUB"],
  ["roubles", "RUB"],
  ["rand", "ZAR"],
]);

/** Whether the text speaks of dollars other than the American ones. */
export function namesOtherDollars(text: string): boolean {
  return /\b(?:Canadian|Australian|Singapore|Hong Kong|New Zealand) dollars?\b|\b(?:CAD|AUD|SGD|HKD|NZD)\b/i.test(text);
}
