export const fixesOfMessages = {
  fix_request: {
    title: "Correct it and send again",
    how: "Correct what the answer names, then send again.",
    ask: "Ask somebody who may send messages.",
  },
  sign_in: {
    title: "Sign in again",
    how: "Sign in again or make a new token.",
    ask: "Ask your organisation's admin about your account.",
  },
  get_permission: {
    title: "Get permission",
    how: "Change this person's role or organisation under Settings › Organisations.",
    ask: "Ask your organisation's admin for permission.",
  },
  use_own_tenant: {
    title: "Check the organisation's code",
    how: "See which organisations you may use under Prices and credit.",
    ask: "Ask your organisation's admin for the code.",
  },
  slow_down: {
    title: "Try again in a while",
    how: "Wait as long as Retry-After says, then send again.",
    ask: "Tell whoever runs the program that sends the requests.",
  },
  new_key: {
    title: "Use a new Idempotency-Key",
    how: "Send other content with a new key.",
    ask: "Tell whoever runs the program that sends the requests.",
  },
  tell_operator: {
    title: "Tell the operator",
    how: "Take the evidence bundle and send it to the operator. This is ours to repair.",
    ask: "Tell the operator, with the evidence bundle.",
  },
  choose_sender: {
    title: "Set a sender number",
    how: "Add a number registered at Solapi under Settings › Sender numbers and have it verified.",
    ask: "Ask your organisation's admin for a sender number.",
  },
  choose_template: {
    title: "Choose an approved template",
    how: "See its review under Settings › Templates and choose an approved one.",
    ask: "Ask whoever keeps the templates.",
  },
  connect_channel: {
    title: "Connect a Kakao channel",
    how: "Connect the channel under Prices and credit, ‘Sending’.",
    ask: "Ask your organisation's admin.",
  },
  set_ad_details: {
    title: "Fill in the ad details",
    how: "Fill in the sender name and the 080 number under Prices and credit, ‘Sending’.",
    ask: "Ask your organisation's admin.",
  },
  send_by_day: {
    title: "Send it by day",
    how: "Schedule it for after 8 am and send again.",
    ask: "Ask somebody who may send messages.",
  },
  set_price: {
    title: "Set the price",
    how: "Set this type's price under Prices and credit, ‘Sending’.",
    ask: "Ask the headquarters' admin to set the price.",
  },
  charge: {
    title: "Add credit",
    how: "Add credit under Prices and credit, then send again.",
    ask: "Ask the headquarters' admin to add credit.",
  },
  turn_messaging_on: {
    title: "Turn messaging on",
    how: "Turn it on under Prices and credit, ‘Sending’. What waits then goes by itself.",
    ask: "Ask your organisation's admin to turn it on.",
  },
  fix_number: {
    title: "Correct the number",
    how: "Correct the customer's number, then send again.",
    ask: "Tell whoever keeps the customer list.",
  },
  respect_refusal: {
    title: "Don't send",
    how: "Nothing to do. Lift the opt-out only when they ask for it themselves.",
    ask: "Nothing to do. It is their wish.",
  },
  get_consent: {
    title: "Get consent",
    how: "Ask them for consent and note it with the customer.",
    ask: "Tell whoever keeps the customer list.",
  },
  fill_values: {
    title: "Fill in the missing value",
    how: "Fill in the value with the customer or in the list, then send again.",
    ask: "Tell whoever keeps the customer list.",
  },
  fix_text: {
    title: "Correct the text",
    how: "Shorten it or remove what can't be sent, then send again.",
    ask: "Ask somebody who may send messages.",
  },
  ask_recipient: {
    title: "Ask the recipient",
    how: "Ask them whether they got it. If not, you can send it again to them alone.",
    ask: "Ask whoever looks after this recipient.",
  },
  send_as_text: {
    title: "Send it as a text",
    how: "Send it again to this person as a text.",
    ask: "Ask somebody who may send messages.",
  },
  put_in_queue_again: {
    title: "Tell the queue again",
    how: "The next pass tells it again by itself too, and told twice it goes once. If nothing changes in three minutes, look at the server's log.",
    ask: "Ask somebody who may send messages.",
  },
  allow_queue: {
    title: "Allow the queue",
    how: "Allow sqs:SendMessage, ReceiveMessage and DeleteMessage for this server's AWS role.",
    ask: "Tell whoever runs the server.",
  },
  name_queue: {
    title: "Match the queue's name and region",
    how: "Check that MESSAGING_SQS_QUEUE_NAME and AWS_REGION are those of the queue.",
    ask: "Tell whoever runs the server.",
  },
  set_queue_key: {
    title: "Replace the AWS key",
    how: "Put a living AWS key into the server's environment.",
    ask: "Tell whoever runs the server.",
  },
  reach_queue: {
    title: "Check the way to the queue",
    how: "Check AWS_REGION, SQS_ENDPOINT and whether the server gets out.",
    ask: "Tell whoever runs the server.",
  },
  read_queue: {
    title: "Check which queue the worker reads",
    how: "Check that web and worker have the same MESSAGING_SQS_QUEUE_NAME.",
    ask: "Tell whoever runs the server.",
  },
  add_worker: {
    title: "Add a worker",
    how: "One more npm run worker makes it faster. It also goes in turn if you wait.",
    ask: "Tell whoever runs the server.",
  },
  start_scheduler: {
    title: "Get the scheduler going",
    how: "Check that cron calls /api/cron/tick and that the server's log shows no errors.",
    ask: "Tell whoever runs the server.",
  },
  start_worker: {
    title: "Start a worker",
    how: "Start npm run worker, or have cron call /api/cron/tick.",
    ask: "Tell whoever runs the server.",
  },
  let_resume: {
    title: "Watch until it goes on",
    how: "The next pass takes over by itself. If nothing changes in a few minutes, check the scheduler.",
    ask: "Tell the operator.",
  },
  read_worker_log: {
    title: "Look at the worker's log",
    how: "Find the error at this time in the server's log, and see whether its version differs from the web's.",
    ask: "Tell whoever runs the server.",
  },
};
