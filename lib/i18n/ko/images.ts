/** What the browser says about an image before or instead of the server. */
export const images = {
  tooLarge: "{size, number, ::.0}MB라 못 올렸어요. {maximum}MB까지 올릴 수 있어요.",
  empty: "빈 파일이라 못 올렸어요. 다른 파일을 골라 주세요.",
  noAnswer: "연결이 끊겨 못 올렸어요. 다시 올려 주세요.",
  notImages: "JPG, PNG, GIF가 아닌 파일 {count}개는 넣지 않았어요.",
  groupFull: "묶음마다 {maximum}장까지예요. {count}장은 묶음 {group}에 넣지 않았어요.",
  otherFull: "묶음 {group}에 이미 {maximum}장이 있어요. 한 장을 지우고 옮겨 주세요.",
};
