/** Apart from the shell: every page carries these words, whatever else it carries. */
export const broken = {
  title: "This page could not be shown",
  text: "Something went wrong. Please load it again. Scheduled sending goes on.",
  again: "Load again",
};
