/** How many pairs stand in falling order (an earlier value above a later one): merge sort, O(n log n). Sorts `values`. */
export function countInversionsInPlace(values: Float64Array): number {
  let source: Float64Array = values;
  let target: Float64Array = new Float64Array(values.length);
  let inversions = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let left = 0; left < values.length; left += 2 * width) {
      inversions += mergeRuns(source, target, left, width);
    }
    [source, target] = [target, source];
  }
  if (source !== values) values.set(source);
  return inversions;
}

function mergeRuns(source: Float64Array, target: Float64Array, left: number, width: number): number {
  const middle = Math.min(left + width, source.length);
  const end = Math.min(left + 2 * width, source.length);
  let inversions = 0;
  let first = left;
  let second = middle;
  for (let out = left; out < end; out++) {
    const a = source[first] as number;
    const b = source[second] as number;
    if (second >= end || (first < middle && a <= b)) {
      target[out] = a;
      first++;
    } else {
      target[out] = b;
      second++;
      inversions += middle - first;
    }
  }
  return inversions;
}
