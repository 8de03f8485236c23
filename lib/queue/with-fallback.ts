import { type Queue, QueueProblem } from "./port";

/** A queue that goes on from the table while the outside one can't be asked: it makes things sooner, never possible. */
export const withFallback = (outside: Queue, table: Queue): Queue => ({
  ...outside,
  async receive(options) {
    try {
      return await outside.receive(options);
    } catch (error) {
      if (!(error instanceof QueueProblem)) throw error;
      console.error(error.message);
      return table.receive(options);
    }
  },
});
