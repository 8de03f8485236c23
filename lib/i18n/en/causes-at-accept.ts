export const causesAtAccept = {
  signed_out: {
    title: "The request isn't signed in",
    why: "The session ended or the token is missing, so it wasn't taken and nothing was recorded.",
  },
  no_permission: {
    title: "No permission to send",
    why: "This account's role or organisation may not send, so the request wasn't taken.",
  },
  tenant_unknown: {
    title: "Not an organisation this account may use",
    why: "The organisation in X-Tenant-Code doesn't exist or lies outside this account's scope.",
  },
  request_malformed: {
    title: "The request isn't well formed",
    why: "A field is missing or wrong, so it wasn't taken. The answer names the field.",
  },
  too_many_requests: { title: "Too many requests", why: "Too many came in a short time, so this one wasn't taken." },
  request_conflict: {
    title: "Something else came first",
    why: "The same is already under way or the state has changed, so it wasn't taken.",
  },
  server_error: {
    title: "The server failed while accepting it",
    why: "The request isn't at fault. Nothing was recorded, so nothing was sent.",
  },
  sender_required: {
    title: "No sender number is set",
    why: "The sending organisation has no sender number, so the message wasn't accepted.",
  },
  sender_not_verified: {
    title: "The sender number isn't verified",
    why: "The chosen number isn't verified for this organisation, so the message wasn't accepted.",
  },
  no_valid_recipients: {
    title: "Nobody to send to",
    why: "All chosen recipients are deleted, have no number, or opted out.",
  },
  too_many_recipients: {
    title: "Too many recipients at once",
    why: "There are more recipients than allowed, so the message wasn't accepted.",
  },
  body_required: { title: "There is nothing to send", why: "The text is empty, so the message wasn't accepted." },
  template_required: {
    title: "No Alimtalk template was chosen",
    why: "Alimtalk can only be sent with an approved template.",
  },
  template_not_approved: {
    title: "The template isn't approved",
    why: "Kakao hasn't finished reviewing it, so the message wasn't accepted.",
  },
  template_mismatch: {
    title: "The text differs from the approved template",
    why: "Nothing but the variables of an Alimtalk may change.",
  },
  kakao_channel_missing: {
    title: "No Kakao channel is connected",
    why: "This organisation has no channel to send Alimtalk from.",
  },
  ad_settings_missing: {
    title: "What every ad must say is missing",
    why: "There is no sender name or free opt-out number (080), so the message wasn't accepted.",
  },
  ad_not_on_alimtalk: { title: "Alimtalk can't carry ads", why: "Alimtalk takes informational content only." },
  ad_mark_wrong: {
    title: "The ad mark doesn't fit the purpose",
    why: "The mark in the text and the chosen purpose differ, so the message wasn't accepted.",
  },
  night_ban: {
    title: "Ads can't be sent at night",
    why: "From 9 pm to 8 am only those who agreed to night ads may get them.",
  },
  text_does_not_fit: {
    title: "The text or subject doesn't fit this type",
    why: "It is too long or has characters that can't be sent, so the message wasn't accepted.",
  },
  image_does_not_fit: {
    title: "The image doesn't fit this type",
    why: "It is missing, can't be used, or this type takes none.",
  },
  price_not_configured: {
    title: "No price is set",
    why: "Without a price nobody knows what it costs, so it isn't sent. Free has to be written as 0.",
  },
  messaging_inactive: {
    title: "Messaging is off",
    why: "Messaging is switched off for this organisation, so the message wasn't accepted.",
  },
  insufficient_balance: {
    title: "Not enough credit",
    why: "The money for it couldn't be set aside, so it wasn't sent. It is recorded and cost nothing.",
  },
  idempotency_mismatch: {
    title: "The same key came with other content",
    why: "The Idempotency-Key was used before with other content, so it wasn't taken.",
  },
  phone_unusable: {
    title: "The phone number can't be used",
    why: "It is missing, shorter than ten digits, or not a phone number.",
  },
  phone_not_mobile: { title: "This number can't get texts", why: "Landlines and foreign numbers aren't sent to." },
  opted_out: { title: "This number opted out", why: "This person asked not to get messages, so none was sent." },
  consent_missing: {
    title: "No consent to ads",
    why: "Without consent no ad may be sent. At night a consent of its own is needed.",
  },
  customer_deleted: {
    title: "The customer was deleted",
    why: "They were removed from the customer list, so nothing was sent.",
  },
  variable_missing: {
    title: "A value for the text is missing",
    why: "There was nothing to fill in for this person, so nothing was sent.",
  },
  row_text_does_not_fit: {
    title: "This person's text doesn't fit",
    why: "Filled in it is too long, has characters that can't be sent, or one number has too many texts.",
  },
  schedule_broken: {
    title: "Something is wrong with the schedule",
    why: "Nothing to send could be made of the schedule's content, so it stopped.",
  },
};
