export const fixesElsewhere = {
  decide_batch: {
    title: "Decide about this batch",
    how: "Look at Solapi's console, then decide on the message's page.",
    ask: "Ask somebody who may send messages to decide.",
  },
  resend_message: {
    title: "Send again",
    how: "On the message's page it can be sent again to those who failed.",
    ask: "Ask somebody who may send messages.",
  },
  restore_keys: {
    title: "Bring the encryption key back",
    how: "Put the former key back into ENCRYPTION_KEYS. If it is lost, the value has to be saved anew.",
    ask: "Tell whoever runs the server.",
  },
  set_solapi_key: {
    title: "Enter the Solapi key",
    how: "Enter the API key and secret under Prices and credit, ‘Solapi’.",
    ask: "Ask the headquarters' admin.",
  },
  use_same_mode: {
    title: "Match the mode or send anew",
    how: "Set SOLAPI_MODE as it was when it was accepted, or send it anew in this one.",
    ask: "Tell whoever runs the server.",
  },
  upload_image: {
    title: "Upload the image again",
    how: "Upload a JPG of at most 300 KB and send anew.",
    ask: "Ask somebody who may send messages.",
  },
  check_key: {
    title: "Check the Solapi key",
    how: "Compare it with Solapi's console and, if it differs, enter it again under Prices and credit, ‘Solapi’.",
    ask: "Ask the headquarters' admin.",
  },
  allow_ip: {
    title: "Allow the IP at Solapi",
    how: "Allow this server's IP in Solapi's console, then resume. It is also tried every five minutes.",
    ask: "Ask somebody with access to Solapi's console.",
  },
  set_clock: {
    title: "Set the server's clock",
    how: "Switch on the server's time synchronisation (NTP). Once right, sending goes on by itself.",
    ask: "Tell whoever runs the server.",
  },
  charge_solapi: {
    title: "Top up at Solapi",
    how: "Top up in Solapi's console, then resume. It is also tried every five minutes.",
    ask: "Ask somebody with access to Solapi's console.",
  },
  register_sender: {
    title: "Register the sender number at Solapi",
    how: "Register this number in Solapi's console. What waits then goes by itself, and those who failed can be sent to again.",
    ask: "Ask your organisation's admin to register the number.",
  },
  lift_number_guard: {
    title: "Lift the number's guard",
    how: "Its owner lifts the guard at the carrier, or choose another number. Lifting may take days.",
    ask: "Tell the number's owner and your organisation's admin.",
  },
  ask_solapi: {
    title: "Ask Solapi",
    how: "Give Solapi's support the code and the batch's number.",
    ask: "Ask whoever keeps the Solapi account.",
  },
  fix_template: {
    title: "Match the template",
    how: "Fetch Solapi's templates again under Settings › Templates and correct what differs.",
    ask: "Ask whoever keeps the templates.",
  },
  wait_for_provider: {
    title: "Wait",
    how: "It is tried again by itself. If it lasts, look at Solapi's status.",
    ask: "It is tried again by itself. If it lasts, tell the operator.",
  },
  wait_for_report: {
    title: "Wait for the result",
    how: "It is asked for until 72 hours have passed. If it is urgent, ask the recipient.",
    ask: "If it is urgent, ask whoever looks after this recipient.",
  },
  edit_schedule: {
    title: "Correct the schedule",
    how: "Correct the schedule's content and save it again.",
    ask: "Ask somebody who may write schedules.",
  },
  raise_limit: {
    title: "Check the limits",
    how: "Change the room's limits or spread the schedules. Nobody may loosen the product's own limits.",
    ask: "Ask your organisation's admin about the limits.",
  },
  decide_run: {
    title: "Decide about this run",
    how: "Look into the room yourself, then decide in the log.",
    ask: "Ask somebody who may decide about runs.",
  },
  send_run_again: {
    title: "Send again",
    how: "It can be sent once more from the log.",
    ask: "Ask somebody who may send to rooms.",
  },
  wait_for_turn: {
    title: "Wait for its turn",
    how: "It goes by itself once what is ahead is done. If that happens often, spread the bots.",
    ask: "If that happens often, ask the headquarters to spread the bots.",
  },
  restore_room: {
    title: "Bring the room back",
    how: "Register the same room again under Settings › Bots and rooms, or change the schedule's room.",
    ask: "Ask your organisation's admin.",
  },
  turn_room_on: {
    title: "Turn the room on",
    how: "Set it to in use under Settings › Bots and rooms.",
    ask: "Ask your organisation's admin.",
  },
  choose_room: {
    title: "Choose the room again",
    how: "Open the schedule, choose its room again and save.",
    ask: "Ask somebody who may write schedules.",
  },
  choose_test_room: {
    title: "Choose a test room",
    how: "Choose a room that is set as a test room and send again.",
    ask: "Ask your organisation's admin for a test room.",
  },
  turn_org_on: {
    title: "Turn the organisation on",
    how: "Turn the paused organisation on under Settings › Organisations.",
    ask: "Ask the admin of the organisation above.",
  },
  save_schedule_anew: {
    title: "Save the schedule again",
    how: "Somebody with access opens it and saves it again; it then goes in their name.",
    ask: "Ask somebody who may write schedules.",
  },
  approve_bot: {
    title: "Approve the bot",
    how: "Approve it under Settings › Bots and rooms. What waits then goes.",
    ask: "Ask the headquarters' admin to approve it.",
  },
  reconnect_bot: {
    title: "Reconnect the bot",
    how: "See that the bot's device is on and online, then test the connection. Once it is reached, sending goes on at once.",
    ask: "Tell whoever has the bot's device, or the headquarters.",
  },
  set_bot_secret: {
    title: "Enter the bot's secret again",
    how: "Save the bot's secret again under Settings › Bots and rooms.",
    ask: "Ask the headquarters' admin.",
  },
  allow_bot_address: {
    title: "Allow the bot's address",
    how: "Add the bot's address to the server's EGRESS_ALLOW_HOSTS.",
    ask: "Tell whoever runs the server.",
  },
  choose_gateway: {
    title: "Change the bot's gateway",
    how: "Choose a gateway that can be used under Settings › Bots and rooms.",
    ask: "Ask the headquarters' admin.",
  },
  change_images: {
    title: "Change the images",
    how: "Open the schedule and upload the images again.",
    ask: "Ask somebody who may write schedules.",
  },
  check_room_id: {
    title: "Check the room's number",
    how: "See that the bot is in the room, and check the room's number under Settings › Bots and rooms.",
    ask: "Ask your organisation's admin.",
  },
};
