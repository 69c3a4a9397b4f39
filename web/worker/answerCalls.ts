/** Calls by name: the request, the answer, and the news that may be sent before the answer. */
export type Calls<C> = {
  readonly [Name in keyof C]: { readonly request: unknown; readonly answer: unknown; readonly news?: unknown };
};

/** A call on its way to a worker. */
export interface CallMessage {
  readonly id: number;
  readonly name: string;
  readonly request: unknown;
}

/** What a worker sends back: a value, the message of an error, or news before either of them. */
export type AnswerMessage =
  | { readonly id: number; readonly type: 'value'; readonly value: unknown }
  | { readonly id: number; readonly type: 'error'; readonly message: string }
  | { readonly id: number; readonly type: 'news'; readonly value: unknown };

type Handlers<C extends Calls<C>> = {
  readonly [Name in keyof C]: (
    request: C[Name]['request'],
    tell: (news: C[Name]['news']) => void,
  ) => C[Name]['answer'] | Promise<C[Name]['answer']>;
};

/** Answers the page's calls in a worker as they arrive. Calls that wait for something overlap. */
export function answerCalls<C extends Calls<C>>(handlers: Handlers<C>): void {
  addEventListener('message', ({ data: { id, name, request } }: MessageEvent<CallMessage>) => {
    const send = (message: AnswerMessage): void => {
      postMessage(message);
    };
    const answer = async (): Promise<void> => {
      const tell = (value: unknown): void => {
        send({ id, type: 'news', value });
      };
      try {
        send({ id, type: 'value', value: await handlers[name as keyof C](request, tell) });
      } catch (error) {
        send({ id, type: 'error', message: error instanceof Error ? error.message : String(error) });
      }
    };
    void answer();
  });
}
