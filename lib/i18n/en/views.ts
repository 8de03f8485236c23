/** Views of a list that somebody has named. */
export const views = {
  label: "My views",
  none: "No saved views yet. Filter the list the way you often look at it, then give it a name.",
  mine: "Saved views",
  name: "Name of this view",
  nameHelp: "Keeps the filters and the words searched for. Only you see it.",
  save: "Save",
  saved: "Saved the view “{name}”",
  rename: "Rename “{name}”",
  newName: "New name",
  renamed: "Renamed to “{name}”",
  keepName: "Keep the name",
  remove: "Delete “{name}”",
  removed: "Deleted the view “{name}”",
};
