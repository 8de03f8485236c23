export type Heap<T> = {
  push: (item: T) => void;
  /** The least item, which stays; undefined when there is none. */
  peek: () => T | undefined;
  pop: () => T | undefined;
};

/** A queue that gives its least item first, whatever order they came in. What decides must not change while inside. */
export function openHeap<T>(compare: (a: T, b: T) => number): Heap<T> {
  const items: T[] = [];
  const isLess = (a: number, b: number) => compare(items[a] as T, items[b] as T) < 0;
  const swap = (a: number, b: number) => {
    [items[a], items[b]] = [items[b] as T, items[a] as T];
  };
  return {
    push(item) {
      let at = items.push(item) - 1;
      for (let above = (at - 1) >> 1; at > 0 && isLess(at, above); above = (at - 1) >> 1) {
        swap(at, above);
        at = above;
      }
    },
    peek: () => items[0],
    pop() {
      const [least] = items;
      const last = items.pop();
      if (items.length === 0 || last === undefined) return least;
      items[0] = last;
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        let smaller = left;
        if (right < items.length && isLess(right, left)) smaller = right;
        if (smaller >= items.length || !isLess(smaller, at)) return least;
        swap(at, smaller);
        at = smaller;
      }
    },
  };
}
