export const causesAtProvider = {
  auth_failed: {
    title: "Solapi doesn't accept the key",
    why: "It says the API key or secret is wrong or deleted (401). Sending is paused for this organisation.",
  },
  ip_not_allowed: {
    title: "The Solapi key doesn't allow this server's IP",
    why: "Solapi refused the request from this server.",
  },
  clock_skew: {
    title: "The server's clock differs from Solapi's",
    why: "The time of the signature is too far off, so Solapi refused it.",
  },
  no_balance: {
    title: "The Solapi account is out of balance",
    why: "The balance at Solapi is too low, so it didn't take the message.",
  },
  sender_unregistered: {
    title: "The sender number isn't registered at Solapi",
    why: "Solapi says this number may not be sent from.",
  },
  number_guarded: {
    title: "The sender number is guarded against misuse",
    why: "Its owner has the carrier's number-misuse guard switched on.",
  },
  app_blocked: { title: "Solapi blocked this account", why: "It says the account or app is blocked." },
  template_refused: {
    title: "Solapi refused the template or channel",
    why: "The template, buttons or channel differ from what is registered, so the Alimtalk was refused.",
  },
  group_failed: {
    title: "Solapi gave this batch up",
    why: "That happens beyond limits such as the daily volume. It isn't sent again by itself.",
  },
  group_deleted: {
    title: "The batch was deleted at Solapi",
    why: "It was deleted before it was sent, so nobody got it.",
  },
  group_lost: {
    title: "Solapi doesn't know this batch",
    why: "The batch that was made can't be found, so nobody can tell whether it left.",
  },
  provider_throttled: {
    title: "Solapi asked to slow down",
    why: "There were many requests. It is tried again by itself soon.",
  },
  provider_unreachable: {
    title: "Solapi doesn't answer properly",
    why: "It couldn't be reached or answered with an error. Nothing left, so it is tried again by itself.",
  },
  send_unsure: {
    title: "Asking Solapi again whether it left",
    why: "It was told to send and no answer came. It is asked first, so that nothing goes twice.",
  },
  withdraw_waits: {
    title: "Solapi hasn't answered the withdrawal yet",
    why: "It was asked to delete the batch and didn't answer, so it is asked again.",
  },
  picture_refused: {
    title: "Solapi refused the image",
    why: "Its size or format doesn't fit, or the upload can't be found.",
  },
  text_refused: { title: "The text was refused", why: "It was refused for its length, its characters, or as spam." },
  number_dead: {
    title: "This number can't get it",
    why: "The answer was that the number doesn't exist or can't get texts.",
  },
  recipient_opted_out: {
    title: "This number opted out at Solapi",
    why: "They refused by the 080 number, so Solapi didn't send it.",
  },
  recipient_refuses: { title: "Blocked by the recipient", why: "Their phone or carrier doesn't take this text." },
  no_kakao: { title: "Can't be reached on KakaoTalk", why: "They don't use KakaoTalk or blocked the channel." },
  not_by_night: { title: "Outside the sending hours", why: "Kakao takes it from 8 am to 8 pm only." },
  carrier_failed: {
    title: "The carrier couldn't deliver it",
    why: "The phone was off or out of reach, or the carrier was busy. Sending again may work.",
  },
  request_wrong: {
    title: "The request to Solapi was wrong",
    why: "Our program made a wrong request. Nobody got it.",
  },
  taken_out: {
    title: "Taken out at Solapi",
    why: "The reservation was cancelled or the same number was in twice, so it wasn't sent.",
  },
  not_sent_by_word: {
    title: "A person confirmed that it didn't leave",
    why: "Solapi gave the batch up and somebody decided that it wasn't sent.",
  },
  provider_refused: { title: "Solapi refused it", why: "Solapi refused this message. The code says why." },
  no_report: {
    title: "No result within 72 hours",
    why: "It was sent, but the carrier never told whether it arrived.",
  },
  nobody_knows: { title: "Nobody knows whether it left", why: "Somebody recorded that it can't be known." },
  outcome_unknown: {
    title: "Nobody knows whether it arrived",
    why: "The records alone can't tell whether it left or arrived.",
  },
  report_late: {
    title: "The carrier's result is late",
    why: "It was sent. After a day there is no result yet, as happens when a phone is off.",
  },
  missed_for_bot: {
    title: "Its time passed while the bot rested",
    why: "The bot is back, but an hour has passed, so it isn't sent by itself.",
  },
  bot_offline: { title: "The bot can't be reached", why: "The bot's device is off or offline. Nothing was sent." },
  gateway_unsure: {
    title: "The bot didn't answer several times",
    why: "Three calls in a row got no answer, so it rests. It is tried again by itself.",
  },
  bot_auth_failed: { title: "The bot doesn't accept the secret", why: "The stored secret and the bot's differ." },
  bot_queue_full: {
    title: "The bot's own line is full",
    why: "The bot is busy with what came before and took no more.",
  },
  gateway_refused: { title: "The bot refused it", why: "The bot refused this message. Nothing was sent." },
  room_unknown: {
    title: "The bot doesn't know this room",
    why: "The bot left the room, the room's number differs, or its name changed.",
  },
  images_refused: {
    title: "The bot doesn't take the images",
    why: "They are too large or of a format the bot doesn't take.",
  },
  call_timed_out: {
    title: "The bot didn't answer in time",
    why: "Nobody can tell whether it went, so it wasn't sent again.",
  },
  call_cut_off: {
    title: "The connection broke while sending",
    why: "Nobody can tell whether it went, so it wasn't sent again.",
  },
  answer_unreadable: {
    title: "The bot's answer made no sense",
    why: "It was an error or unreadable, so nobody can tell whether it went. It wasn't sent again.",
  },
  not_observed: {
    title: "It wasn't found in the room",
    why: "The bot said it took it, but the room shows no trace. It wasn't sent again.",
  },
  outcome_unseen: {
    title: "Nobody saw whether it went",
    why: "The records alone can't tell whether it went, so it wasn't sent again.",
  },
  not_delivered: {
    title: "A person confirmed that it didn't arrive",
    why: "Somebody looked into the room and it wasn't there.",
  },
};
