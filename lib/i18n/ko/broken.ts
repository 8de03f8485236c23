/** Apart from the shell: every page carries these words, whatever else it carries. */
export const broken = {
  title: "화면을 보여 드리지 못했어요",
  text: "문제가 생겼어요. 다시 불러와 주세요. 예약된 발송은 멈추지 않아요.",
  again: "다시 불러오기",
};
