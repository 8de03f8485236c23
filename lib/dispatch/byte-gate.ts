export type ByteGate = (bytes: number) => Promise<() => void>;

/**
 * Lets as many in as fit into `mostBytes` together, in the order they came; whoever is larger alone goes in alone. Calls
 * with pictures hold their bytes several times over, and many devices are served at once.
 * @returns the way in: it answers with the way out
 */
export function openByteGate(mostBytes: number): ByteGate {
  let inside = 0;
  const waiting: { bytes: number; enter: () => void }[] = [];
  const admit = () => {
    for (let next = waiting[0]; next && (inside === 0 || inside + next.bytes <= mostBytes); next = waiting[0]) {
      waiting.shift();
      inside += next.bytes;
      next.enter();
    }
  };
  return (bytes) =>
    new Promise((resolve) => {
      let isOut = false;
      const leave = () => {
        if (isOut) return;
        isOut = true;
        inside -= bytes;
        admit();
      };
      waiting.push({ bytes, enter: () => resolve(leave) });
      admit();
    });
}
