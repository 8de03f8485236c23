import "server-only";
import { AppError } from "@/lib/errors";
import { refuse } from "./respond";

/** Unknown API paths answer the same 404 JSON as unknown ids. */
export const noSuchRoute = async (request: Request): Promise<Response> => refuse(request, new AppError("not_found"));
