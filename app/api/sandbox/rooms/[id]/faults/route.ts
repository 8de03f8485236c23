import { route } from "@/lib/http/route";
import { endFaults } from "@/lib/sandbox/end-faults";
import { SandboxFaultEnd, SandboxFaultInput } from "@/lib/sandbox/schema";
import { setFault } from "@/lib/sandbox/set-fault";

export const POST = route(SandboxFaultInput, setFault);
export const DELETE = route(SandboxFaultEnd, endFaults);

export { noSuchRoute as GET, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
