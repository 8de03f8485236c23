/** Views of a list that somebody has named. */
export const views = {
  label: "내 보기",
  none: "저장한 보기가 없어요. 자주 보는 대로 거른 뒤에 이름을 붙여 두세요.",
  mine: "저장한 보기",
  name: "지금 보기의 이름",
  nameHelp: "거르기와 찾는 말이 그대로 저장돼요. 나만 보여요.",
  save: "저장",
  saved: "‘{name}’ 보기를 저장했어요",
  rename: "‘{name}’ 이름 바꾸기",
  newName: "새 이름",
  renamed: "이름을 ‘{name}’으로 바꿨어요",
  keepName: "그대로 두기",
  remove: "‘{name}’ 지우기",
  removed: "‘{name}’ 보기를 지웠어요",
};
