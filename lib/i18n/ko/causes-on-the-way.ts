/** What stops a message in the queue or with the worker. */
export const causesOnTheWay = {
  not_in_queue: {
    title: "대기열에 들어가지 못했어요",
    why: "기록은 있는데 보낼 묶음이 없어요. 생기지 않아야 하는 일이에요.",
  },
  queue_denied: {
    title: "대기열이 권한을 거절했어요",
    why: "SQS가 알림을 넣을 권한(sqs:SendMessage)이 없다고 답했어요.",
  },
  queue_key_wrong: {
    title: "대기열이 AWS 키를 받아들이지 않아요",
    why: "키가 틀렸거나 만료돼서 SQS에 알리지 못했어요.",
  },
  queue_missing: {
    title: "그런 이름의 대기열이 없어요",
    why: "SQS에 이 이름의 대기열이 없어요. 이름이나 지역이 다를 수 있어요.",
  },
  queue_unreachable: {
    title: "대기열에 닿지 못했어요",
    why: "SQS에 연결하지 못해서 알리지 못했어요. 지역이나 주소가 다르거나 연결이 끊겼을 수 있어요.",
  },
  queue_not_told: {
    title: "대기열에 알리지 않았어요",
    why: "차례가 됐는데 대기열에 알림이 없어요. 다시 알려도 한 번만 나가요.",
  },
  queue_not_read: {
    title: "알림을 아무도 꺼내지 않았어요",
    why: "대기열에는 알렸는데 워커가 읽지 않고 있어요. 워커가 다른 대기열을 볼 수 있어요.",
  },
  queue_long: {
    title: "대기열이 밀려 있어요",
    why: "워커가 살아 있지만 앞선 일이 많아서 10분 넘게 차례가 오지 않았어요.",
  },
  limit_gap: {
    title: "톡방의 회차 간격에 걸렸어요",
    why: "앞 회차와 너무 가까워서 미뤘고, 그사이 한 시간이 지나서 보내지 않았어요.",
  },
  limit_minute: {
    title: "톡방의 1분 한도에 걸렸어요",
    why: "1분에 보낼 수 있는 수를 넘어서 미뤘고, 그사이 한 시간이 지나서 보내지 않았어요.",
  },
  limit_hour: {
    title: "톡방의 1시간 한도에 걸렸어요",
    why: "한 시간에 보낼 수 있는 수를 넘어서 미뤘고, 그사이 한 시간이 지나서 보내지 않았어요.",
  },
  limit_calls: { title: "톡방의 하루 개수 한도에 걸렸어요", why: "오늘 보낼 수 있는 수를 다 써서 보내지 않았어요." },
  limit_runs: { title: "톡방의 하루 횟수 한도에 걸렸어요", why: "오늘 보낼 수 있는 회차를 다 써서 보내지 않았어요." },
  device_busy: {
    title: "봇이 바빠서 차례가 오지 않았어요",
    why: "같은 봇의 다른 회차를 보내느라 한 시간 넘게 밀렸어요. 아직 나가지 않았어요.",
  },
  wait_over: {
    title: "한 시간 넘게 밀려서 나머지를 멈췄어요",
    why: "보내는 도중에 오래 기다려야 해서 나머지는 보내지 않았어요.",
  },
  lane_asleep: {
    title: "봇의 차례표가 깨어나지 않았어요",
    why: "보낼 것이 있는데 차례표에 깨울 시각이 없어요. 다음 훑기가 스스로 고쳐요.",
  },
  line_long: { title: "앞선 회차가 많아요", why: "같은 봇에 먼저 온 회차가 있어서 10분 넘게 기다리고 있어요." },
  no_worker: {
    title: "보내는 프로그램이 살아 있지 않아요",
    why: "심장 박동이 있는 워커가 하나도 없고, 예약기도 돌지 않았어요.",
  },
  scheduler_stopped: { title: "예약기가 멈춰 있어요", why: "프로그램은 살아 있는데 한 바퀴를 마치지 못하고 있어요." },
  builds_crash: {
    title: "묶음을 만들다가 프로그램이 거듭 멈췄어요",
    why: "이 묶음을 잡은 워커가 두 번 넘게 끝을 적지 못했어요. 아직 아무에게도 나가지 않았어요.",
  },
  worker_fault: {
    title: "워커가 이 묶음에서 오류를 냈어요",
    why: "보내기 전에 오류가 나서 잠시 뒤에 다시 해요. 나간 것은 없어요.",
  },
  lease_lost: {
    title: "잡고 있던 워커가 사라졌어요",
    why: "워커가 일을 돌려주지 않고 사라졌어요. 다음 워커가 이어받아요.",
  },
  left_behind: {
    title: "묶음은 끝났는데 이 사람만 남았어요",
    why: "기록끼리 맞지 않아요. 생기지 않아야 하는 일이에요.",
  },
  left_out: { title: "보내기 직전에 빠졌어요", why: "접수한 뒤에 수신을 거부했거나 동의를 거두어서 빼고 보냈어요." },
  sender_lapsed: {
    title: "발신번호의 인증이 풀렸어요",
    why: "접수할 때 쓴 번호가 지금은 인증된 번호가 아니어서 묶음을 붙들어 두었어요.",
  },
  key_missing: { title: "솔라피 키가 없어요", why: "이 조직이 쓸 API 키가 없어서 보낼 수 없어요." },
  key_unreadable: { title: "저장된 솔라피 키를 열 수 없어요", why: "키를 잠근 암호 키가 서버에 없어요." },
  messaging_off: {
    title: "접수한 뒤에 문자 발송이 꺼졌어요",
    why: "이 조직의 문자 발송이 꺼져 있어서 묶음을 붙들어 두었어요.",
  },
  template_unapproved: {
    title: "접수한 뒤에 템플릿의 승인이 풀렸어요",
    why: "지금은 승인된 템플릿이 아니어서 묶음을 붙들어 두었어요.",
  },
  mode_changed: {
    title: "실제 발송과 모의 환경이 바뀌었어요",
    why: "접수한 때와 지금의 SOLAPI_MODE가 달라서 보내지 않았어요.",
  },
  picture_missing: { title: "보낼 이미지가 저장소에 없어요", why: "접수할 때 있던 이미지를 찾지 못했어요." },
  number_unreadable: {
    title: "저장된 번호를 열 수 없어요",
    why: "번호를 잠근 암호 키(ENCRYPTION_KEYS)가 서버에 없어요.",
  },
  build_lost: {
    title: "묶음을 만들다가 프로그램이 다섯 번 멈췄어요",
    why: "더 해 봐도 같아서 붙들어 두었어요. 아직 아무에게도 나가지 않았어요.",
  },
  expired: { title: "정해진 시간 안에 나가지 못했어요", why: "늦게 도착하느니 보내지 않기로 하고 그만뒀어요." },
  results_not_asked: {
    title: "결과를 물어보지 않고 있어요",
    why: "보낸 것은 확인됐어요. 그런데 결과를 물을 때가 지났는데 아무도 묻지 않았어요.",
  },
  call_orphaned: {
    title: "보내던 프로그램이 사라졌어요",
    why: "봇에게 보내는 도중에 프로그램이 사라져서 나갔는지 아직 몰라요.",
  },
  interrupted: { title: "보내는 중에 예약기가 꺼졌어요", why: "나갔는지 알 수 없어서 다시 보내지 않았어요." },
  scheduler_was_down: {
    title: "그 시각에 예약기가 멈춰 있었어요",
    why: "따라 보낼 시간이 지나서 보내지 않고 사람에게 물어요.",
  },
  too_old: {
    title: "하루 넘게 지나서 보내지 않았어요",
    why: "예약기가 하루 넘게 멈춰 있어서 이 회차는 끝난 것으로 적었어요.",
  },
  room_deleted: { title: "톡방이 지워졌어요", why: "보낼 톡방이 없어서 보내지 않아요." },
  room_inactive: { title: "쉬는 톡방이에요", why: "톡방이 쉼으로 되어 있어서 보내지 않아요." },
  room_moved: {
    title: "톡방의 소속이나 봇이 바뀌었어요",
    why: "예약한 때와 달라서 엉뚱한 곳에 보내지 않도록 멈췄어요.",
  },
  room_not_test: { title: "테스트 방이 아니에요", why: "테스트 발송은 테스트 방에만 할 수 있어요." },
  org_inactive: { title: "쉬는 조직이에요", why: "이 조직이나 그 위 조직이 쉬고 있어서 보내지 않아요." },
  sender_disabled: {
    title: "예약을 만든 사람이 쉬고 있어요",
    why: "만든 사람의 계정이 꺼져 있어서 그 이름으로 보내지 않아요.",
  },
  sender_no_access: {
    title: "예약을 만든 사람에게 권한이 없어요",
    why: "만든 사람의 소속이나 역할이 바뀌어서 이 톡방에 보낼 수 없어요.",
  },
  bot_not_approved: { title: "봇이 승인되어 있지 않아요", why: "승인된 봇만 톡방에 보낼 수 있어요." },
  images_missing: {
    title: "보관된 이미지를 찾지 못했어요",
    why: "예약에 넣은 이미지가 저장소에 없어서 보내지 않았어요.",
  },
  egress_denied: {
    title: "봇 주소가 허용 목록에 없어요",
    why: "서버가 연결해도 되는 주소(EGRESS_ALLOW_HOSTS)가 아니라서 부르지 않았어요.",
  },
  gateway_missing: {
    title: "이 봇의 방식은 아직 쓸 수 없어요",
    why: "이 방식으로 말을 거는 법이 설치되어 있지 않아요.",
  },
  secret_unreadable: { title: "봇의 열쇠를 열 수 없어요", why: "저장된 열쇠를 푸는 암호 키가 서버에 없어요." },
  not_prepared: { title: "보낼 것을 준비하지 못했어요", why: "부르기 전에 준비가 끝나지 않아서 보내지 않았어요." },
  sent_too_late: { title: "보내기 전에 시간이 지났어요", why: "부르기까지 너무 오래 걸려서 보내지 않고 멈췄어요." },
  run_untaken: {
    title: "차례가 됐는데 아무도 잡지 않았어요",
    why: "예약기는 돌고 있는데 이 봇의 일을 아무도 잡지 않았어요.",
  },
};
