export const orgs = {
  settings: {
    label: "Settings",
    soon: "Soon",
    orgs: "Organisations",
    rooms: "Bots and rooms",
    limits: "Limits",
    templates: "Templates",
    senders: "Sender numbers",
    prices: "Prices",
    alerts: "Alerts",
    audit: "Audit log",
    sessions: "My sign-in",
  },
};
