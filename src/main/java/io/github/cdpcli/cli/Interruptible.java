package io.github.cdpcli.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/** Work that sends nothing, and that the user may end although it waits for input. */
final class Interruptible {

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger signal = new AtomicInteger();

    /** From now on a signal ends it, before it has begun too. */
    Interruptible(World world) {
        world.signals().handle(number -> {
            signal.set(number);
            over.countDown();
        });
    }

    /**
     * Does it, on a thread of its own: a read that waits cannot be woken, but it can be left behind.
     *
     * @throws IOException when the work does
     */
    <T> T call(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(
                () -> {
                    task.run();
                    over.countDown();
                },
                "cdp-reader");
        thread.setDaemon(true);
        thread.start();
        try {
            over.await();
            if (signal.get() != 0) {
                throw Failure.of(ExitCode.ofSignal(signal.get()), "stopped as asked; nothing was sent");
            }
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitCode.INTERRUPTED, "stopped; nothing was sent");
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    private static IOException failed(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        } else if (cause instanceof RuntimeException bug) {
            throw bug;
        }
        return cause instanceof IOException io ? io : new IOException(e);
    }
}
