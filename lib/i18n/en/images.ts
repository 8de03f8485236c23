/** What the browser says about an image before or instead of the server. */
export const images = {
  tooLarge: "Not uploaded: {size, number, ::.0} MB. The limit is {maximum} MB.",
  empty: "Not uploaded: the file is empty. Please choose another one.",
  noAnswer: "Not uploaded: the connection was lost. Please try again.",
  notImages:
    "{count, plural, one {# file is} other {# files are}} not JPG, PNG or GIF and {count, plural, one {was} other {were}} left out.",
  groupFull: "A group holds {maximum} images. {count} did not fit into group {group}.",
  otherFull: "Group {group} already has {maximum} images. Remove one before moving another there.",
};
