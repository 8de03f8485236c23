/** What is certain of a send, by its key. */
export const xrayKnown = {
  other: "{key}",
  everyone_recorded: "보내기 전에 받는 분을 모두 장부에 적었어요.",
  nothing_left: "아무것도 나가지 않았어요. 다시 보내도 두 번 받는 분이 없어요.",
  left_once: "한 번만 나갔어요.",
  arrived: "도착했다는 기록이 있어요.",
  refused_by_provider: "솔라피가 거절했어요. 그 대답이 남아 있어요.",
  credit_held: "요금은 잡아 둔 채로 있어요. 아직 쓰지 않았어요.",
  credit_back: "잡아 둔 요금은 돌려받았어요.",
  credit_paid: "요금을 썼어요.",
  goes_by_itself: "까닭이 사라지면 저절로 나가요.",
  nobody_called: "밖으로 부른 적이 없어요. 아무것도 나가지 않았어요.",
  written_before: "보내기 전에 회차와 조각을 모두 적었어요.",
  went_once: "조각마다 한 번만 나갔어요.",
  handed_over: "봇이 받았다고 답했어요.",
  refused_for_sure: "봇이 거절했고, 톡방에는 가지 않았어요.",
  never_by_itself: "저절로는 다시 나가지 않아요.",
  never_twice: "같은 회차는 두 번 만들어지지 않아요.",
};

/** What nobody can tell of a send, by its key. */
export const xrayUnknown = {
  other: "{key}",
  has_it_left: "나갔는지는 아무도 보지 못했어요. 그래서 저절로 다시 보내지 않아요.",
  has_it_arrived: "도착했는지는 아직 아무도 몰라요.",
  what_happened_then: "그때 무슨 일이 있었는지는 적히지 않았어요.",
  who_was_meant: "누구에게 보내려 했는지는 남아 있지 않아요.",
  inferred_only: "이 줄은 나중에 미루어 적은 것이라 도착의 증거가 되지 않아요.",
  seen_by_whom: "누가 읽었는지는 알 수 없어요.",
  what_pass_did: "그때 훑은 일이 무엇을 했는지는 남아 있지 않아요.",
};
