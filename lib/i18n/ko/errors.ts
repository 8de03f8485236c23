/** Everything that can be wrong, said so that the reader knows the next step. Keys are what AppError and the schemas name. */
export const errors = {
  unauthenticated: "로그인이 필요해요. 다시 로그인해 주세요.",
  forbidden: "이 일을 할 권한이 없어요. 관리자에게 부탁해 주세요.",
  not_found: "찾을 수 없어요. 지워졌거나 볼 수 없는 항목이에요.",
  invalid: "고칠 곳이 있어요. 표시된 칸을 확인해 주세요.",
  conflict: "그사이 다른 사람이 먼저 바꿨어요. 바뀐 내용을 보고 다시 저장해 주세요.",
  rate_limited: "요청이 너무 잦아요. 잠시 뒤에 다시 해 주세요.",
  internal: "문제가 생겨 처리하지 못했어요. 잠시 뒤에 다시 해 주세요.",
  crossSite: "다른 사이트에서 온 요청이라 받지 않았어요. 도착 화면에서 다시 해 주세요.",
  signInWrong: "아이디나 비밀번호가 맞지 않아요. 다시 확인해 주세요.",
  signInWait: "여러 번 틀려서 잠시 멈췄어요. {seconds}초 뒤에 다시 해 주세요.",
  required: "꼭 적어야 해요.",
  badValue: "쓸 수 없는 값이에요.",
  unknownField: "모르는 항목이에요. 이름을 확인해 주세요.",
  notJson: "본문을 읽을 수 없어요. JSON으로 보내 주세요.",
  notObject: "본문은 JSON 객체여야 해요.",
  bodyTooLarge: "보낸 내용이 너무 커요. 1MB까지 받을 수 있어요.",
};
