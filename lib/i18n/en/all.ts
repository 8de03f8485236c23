// One area per line: the screens that speak it own the file.
export { alerts } from "./alerts";
export { auth } from "./auth";
export { common } from "./common";
export { compose } from "./compose";
export { errors } from "./errors";
export { forecast } from "./forecast";
export { home } from "./home";
export { images } from "./images";
export { inbox } from "./inbox";
export { logDetail } from "./log-detail";
export { logs } from "./logs";
export { orgs } from "./orgs";
export { rooms } from "./rooms";
export { sandbox } from "./sandbox";
export { schedules } from "./schedules";
export { shell } from "./shell";
export { templates } from "./templates";
