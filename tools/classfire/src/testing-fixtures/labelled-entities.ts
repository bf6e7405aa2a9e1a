/**
 * Written for these tests. The rules were tuned on `tuning`. `heldOut` was labelled before it was first run (precision 0.956, recall 0.935); two
 * faults that it showed were mended afterwards, so that it guards against falling back, and no longer measures unseen text.
 */
export const tuning: readonly string[] = [
  `This Services Agreement is made as of [DATE|January 5, 2026] between [ORGANIZATION|Acme Widgets, Inc.], a [LOCATION|Delaware] corporation, and [ORGANIZATION|Globex GmbH], a company of [LOCATION|Munich], [LOCATION|Germany]. The Receiving Party keeps all Confidential Information secret for five years.`,
  `The Customer shall pay the Supplier [MONEY|USD 1,250,000.00] on [DATE|the 1st day of March 2025]. Late payments bear interest at [PERCENT|1.5%] per month. Disputes fall under [LAW|17 U.S.C. § 107], the [LAW|Data Protection Act 2018] and [LAW|Regulation (EU) 2016/679].`,
  `[PERSON|Jane Smith], chief executive of [ORGANIZATION|Northwind Traders Ltd], told [ORGANIZATION|Reuters] on [DATE|Monday] that sales in [LOCATION|France] rose by [PERCENT|12 percent] to [MONEY|€3.4 billion].`,
  `Write to [EMAIL|legal@globex.example.com] or call [PHONE|+1 302-555-0147]. The terms stand at [URL|https://globex.example.com/terms?v=2].`,
  `Dr. [PERSON|Haruki Tanaka] of [ORGANIZATION|Kyoto University] moved to [LOCATION|Boston] in [DATE|2019]. [PERSON|Tanaka] had worked for the [ORGANIZATION|World Health Organization].`,
];

export const heldOut: readonly string[] = [
  `THIS LEASE is entered into on [DATE|12 June 2024] by and between [ORGANIZATION|Harbor Point Properties LLC], having its seat at [LOCATION|48 Quay Street, Suite 210, Portland, ME 04101], and [PERSON|Marcus Feldman]. The monthly rent is [MONEY|$4,750.00]. The deposit is [MONEY|Nine Thousand Five Hundred Dollars ($9,500.00)]. The Tenant shall pay [PERCENT|five percent (5%)] on late sums.`,
  `The [ORGANIZATION|Federal Trade Commission] fined [ORGANIZATION|Initech Corporation] [MONEY|$25 million] under the [LAW|Clean Air Act] and [LAW|15 U.S.C. § 45(a)]. [PERSON|Laura Chen], a lawyer in [LOCATION|Chicago], said [ORGANIZATION|Initech] would appeal by [DATE|30 September 2025].`,
  `[ORGANIZATION|Stark Logistics B.V.] and [ORGANIZATION|Banco del Sur S.A.] signed in [LOCATION|Rotterdam], [LOCATION|Netherlands], on [DATE|2023-11-30]. The facility of [MONEY|EUR 40 million] bears [PERCENT|3.25%]. Notices go to [EMAIL|treasury@stark-logistics.example] and by telephone to [PHONE|+31 10 555 0182].`,
  `Prime Minister [PERSON|Elena Kovac] met President [PERSON|John Adeyemi] in [LOCATION|Nairobi] in [DATE|March 2022]. [PERSON|Kovac] flew on to [LOCATION|Cape Town], where the [ORGANIZATION|African Union] holds its summit. The [ORGANIZATION|Bank of Kenya] cut rates to [PERCENT|7.5 per cent].`,
  `The Licensor warrants, under the [LAW|Copyright, Designs and Patents Act 1988], that the Software is original. The Licensee, [ORGANIZATION|Blue Heron Software Ltd.], pays [MONEY|£12,000] each year. See [URL|www.blueheron.example.com/licence]. Effective Date: [DATE|1 April 2025].`,
  `[PERSON|Priya Nair] joined the [ORGANIZATION|University of Toronto] after ten years at [ORGANIZATION|Siemens AG]. She lives in [LOCATION|Hamilton], [LOCATION|Ontario], and wrote to Mr. [PERSON|O'Connor] in the [DATE|first quarter of 2021].`,
];
