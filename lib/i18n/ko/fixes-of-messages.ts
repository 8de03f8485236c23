/** What to do about a message, its queue and its server. */
export const fixesOfMessages = {
  fix_request: {
    title: "내용을 고쳐서 다시 보내기",
    how: "답에 적힌 칸을 고친 뒤 다시 보내 주세요.",
    ask: "문자를 보낼 수 있는 담당자에게 부탁해 주세요.",
  },
  sign_in: {
    title: "다시 로그인하기",
    how: "다시 로그인하거나 새 토큰을 만들어 주세요.",
    ask: "조직 관리자에게 계정을 물어봐 주세요.",
  },
  get_permission: {
    title: "권한 받기",
    how: "설정 › 조직에서 이 사람의 역할과 소속을 바꿔 주세요.",
    ask: "조직 관리자에게 권한을 부탁해 주세요.",
  },
  use_own_tenant: {
    title: "조직 코드 확인하기",
    how: "요금과 잔액에서 쓸 수 있는 조직의 코드를 확인해 주세요.",
    ask: "조직 관리자에게 코드를 물어봐 주세요.",
  },
  slow_down: {
    title: "잠시 뒤에 다시 하기",
    how: "답의 Retry-After만큼 기다린 뒤 다시 보내 주세요.",
    ask: "요청을 보내는 프로그램의 담당자에게 알려 주세요.",
  },
  new_key: {
    title: "새 Idempotency-Key 쓰기",
    how: "내용이 다르면 새 키로 보내 주세요.",
    ask: "요청을 보내는 프로그램의 담당자에게 알려 주세요.",
  },
  tell_operator: {
    title: "운영 담당자에게 알리기",
    how: "증거 묶음을 받아서 운영 담당자에게 보내 주세요. 저희가 고쳐야 해요.",
    ask: "증거 묶음과 함께 운영 담당자에게 알려 주세요.",
  },
  choose_sender: {
    title: "발신번호 정하기",
    how: "설정 › 발신번호에서 솔라피에 등록한 번호를 넣고 인증을 받아 주세요.",
    ask: "조직 관리자에게 발신번호를 부탁해 주세요.",
  },
  choose_template: {
    title: "승인된 템플릿 고르기",
    how: "설정 › 템플릿에서 검수 상태를 확인하고 승인된 것을 골라 주세요.",
    ask: "템플릿을 관리하는 담당자에게 부탁해 주세요.",
  },
  connect_channel: {
    title: "카카오 채널 연결하기",
    how: "요금과 잔액의 ‘보내는 설정’에서 채널을 연결해 주세요.",
    ask: "조직 관리자에게 부탁해 주세요.",
  },
  set_ad_details: {
    title: "광고 정보 적기",
    how: "요금과 잔액의 ‘보내는 설정’에서 보내는 이름과 080 번호를 적어 주세요.",
    ask: "조직 관리자에게 부탁해 주세요.",
  },
  send_by_day: {
    title: "낮에 보내기",
    how: "아침 8시 이후로 예약해서 다시 보내 주세요.",
    ask: "문자를 보낼 수 있는 담당자에게 부탁해 주세요.",
  },
  set_price: {
    title: "단가 정하기",
    how: "요금과 잔액의 ‘보내는 설정’에서 이 방식의 단가를 적어 주세요.",
    ask: "본사 관리자에게 단가를 부탁해 주세요.",
  },
  charge: {
    title: "충전하기",
    how: "요금과 잔액에서 충전한 뒤 다시 보내 주세요.",
    ask: "본사 관리자에게 충전을 부탁해 주세요.",
  },
  turn_messaging_on: {
    title: "문자 발송 켜기",
    how: "요금과 잔액의 ‘보내는 설정’에서 켜면 기다리던 것이 저절로 나가요.",
    ask: "조직 관리자에게 켜 달라고 부탁해 주세요.",
  },
  fix_number: {
    title: "번호 고치기",
    how: "고객의 번호를 고친 뒤 다시 보내 주세요.",
    ask: "고객 명단을 관리하는 담당자에게 알려 주세요.",
  },
  respect_refusal: {
    title: "보내지 않기",
    how: "할 일은 없어요. 본인이 다시 받겠다고 할 때만 수신거부를 풀어 주세요.",
    ask: "할 일은 없어요. 본인의 뜻이에요.",
  },
  get_consent: {
    title: "동의 받기",
    how: "본인에게 동의를 받아 고객 정보에 적어 주세요.",
    ask: "고객 명단을 관리하는 담당자에게 알려 주세요.",
  },
  fill_values: {
    title: "빈 값 채우기",
    how: "고객 정보나 명단에서 빈 값을 채운 뒤 다시 보내 주세요.",
    ask: "고객 명단을 관리하는 담당자에게 알려 주세요.",
  },
  fix_text: {
    title: "글 고치기",
    how: "글을 줄이거나 쓸 수 없는 글자를 지운 뒤 다시 보내 주세요.",
    ask: "문자를 보낼 수 있는 담당자에게 부탁해 주세요.",
  },
  ask_recipient: {
    title: "받는 분께 확인하기",
    how: "받았는지 직접 물어봐 주세요. 못 받았다면 그분에게만 다시 보낼 수 있어요.",
    ask: "받는 분의 담당자에게 확인을 부탁해 주세요.",
  },
  send_as_text: {
    title: "문자로 보내기",
    how: "이 사람에게는 문자로 다시 보내 주세요.",
    ask: "문자를 보낼 수 있는 담당자에게 부탁해 주세요.",
  },
  put_in_queue_again: {
    title: "대기열에 다시 알리기",
    how: "기다려도 다음 바퀴에 저절로 다시 알려요. 두 번 알려도 한 번만 나가요. 3분이 지나도 그대로면 서버 기록을 봐 주세요.",
    ask: "문자를 보낼 수 있는 담당자에게 부탁해 주세요.",
  },
  allow_queue: {
    title: "대기열 권한 주기",
    how: "이 서버의 AWS 역할에 sqs:SendMessage, ReceiveMessage, DeleteMessage를 허용해 주세요.",
    ask: "서버를 운영하는 담당자에게 알려 주세요.",
  },
  name_queue: {
    title: "대기열 이름과 지역 맞추기",
    how: "MESSAGING_SQS_QUEUE_NAME과 AWS_REGION이 실제 대기열과 같은지 확인해 주세요.",
    ask: "서버를 운영하는 담당자에게 알려 주세요.",
  },
  set_queue_key: {
    title: "AWS 키 바꾸기",
    how: "서버 환경의 AWS 키를 살아 있는 것으로 바꿔 주세요.",
    ask: "서버를 운영하는 담당자에게 알려 주세요.",
  },
  reach_queue: {
    title: "대기열 연결 확인하기",
    how: "AWS_REGION과 SQS_ENDPOINT, 서버의 바깥 연결을 확인해 주세요.",
    ask: "서버를 운영하는 담당자에게 알려 주세요.",
  },
  read_queue: {
    title: "워커가 보는 대기열 확인하기",
    how: "웹과 워커의 MESSAGING_SQS_QUEUE_NAME이 같은지 확인해 주세요.",
    ask: "서버를 운영하는 담당자에게 알려 주세요.",
  },
  add_worker: {
    title: "워커 늘리기",
    how: "npm run worker를 하나 더 켜면 빨라져요. 기다려도 순서대로 나가요.",
    ask: "서버를 운영하는 담당자에게 알려 주세요.",
  },
  start_scheduler: {
    title: "예약기 다시 돌리기",
    how: "크론이 /api/cron/tick을 부르는지, 서버 기록에 오류가 없는지 확인해 주세요.",
    ask: "서버를 운영하는 담당자에게 알려 주세요.",
  },
  start_worker: {
    title: "워커 켜기",
    how: "npm run worker를 켜거나 크론이 /api/cron/tick을 부르게 해 주세요.",
    ask: "서버를 운영하는 담당자에게 알려 주세요.",
  },
  let_resume: {
    title: "이어받을 때까지 지켜보기",
    how: "다음 바퀴가 저절로 이어받아요. 몇 분이 지나도 그대로면 예약기를 확인해 주세요.",
    ask: "운영 담당자에게 알려 주세요.",
  },
  read_worker_log: {
    title: "워커 기록 보기",
    how: "서버 기록에서 이 시각의 오류를 찾아 주세요. 버전이 웹과 다른지도 봐 주세요.",
    ask: "서버를 운영하는 담당자에게 알려 주세요.",
  },
};
