// Random numbers that are the same everywhere (SplitMix64), and what the scripts beside this one draw with them.
const mask = (1n << 64n) - 1n;
let state = 0n;

const seed = (value) => { state = BigInt(value); };

// From 0 to below 1.
function next() {
  state = (state + 0x9e3779b97f4a7c15n) & mask;
  let z = state;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
  return Number((z ^ (z >> 31n)) >> 11n) / 2 ** 53;
}
const below = (n) => Math.floor(next() * n);
const pick = (list) => list[below(list.length)];
const flag = (chance = 0.5) => next() < chance;
const some = (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make);

module.exports = { seed, next, below, pick, flag, some };
