"use client";
import { useRouter } from "next/navigation";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { useToast } from "@/components/ui/toast";

/** A change through the API, told in a toast; the screen is read anew afterwards. */
export function useTenantCall<V, R>(
  run: (variables: V) => Promise<R>,
  done: (result: R, variables: V) => string | null,
) {
  const router = useRouter();
  const toast = useToast();
  const say = useSayError();
  const call = useCall(
    async (variables: V) => {
      const result = await run(variables);
      const text = done(result, variables);
      if (text) toast({ text });
      return result;
    },
    { onSettled: () => router.refresh() },
  );
  return {
    isPending: call.isPending,
    /** What goes wrong is said in a toast. */
    run: (variables: V) =>
      void call.mutateAsync(variables).catch((error: unknown) => toast({ text: say(error), tone: "failed" })),
    /** @throws what the API answered, for a form that says it at its fields */
    mutateAsync: call.mutateAsync,
  };
}
