package io.github.cdpcli.testing;

import io.github.cdpcli.send.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads in virtual time: one runs at a time, and when all of them sleep or wait for one another, time passes until the
 * first is to wake. What they do and when is the same in every run, but for who of those that wait for the same thing gets
 * it first.
 */
public final class VirtualLanes implements Sleeper {

    private final VirtualTime time;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicLong sleeps = new AtomicLong();

    public VirtualLanes(VirtualTime time) {
        this.time = time;
    }

    /** What a lane does, until it is to end. */
    public interface Work {
        void run() throws Exception;
    }

    private static final class Lane {
        private final Semaphore turn = new Semaphore(0);
        private final Thread thread;
        private volatile Instant wakes;
        private volatile boolean asleep = true;
        private volatile Throwable failure;

        Lane(Instant now, int number, Work work) {
            this.wakes = now;
            this.thread = new Thread(
                    () -> {
                        try {
                            turn.acquire();
                            work.run();
                        } catch (Throwable e) {
                            failure = e;
                        }
                    },
                    "virtual-lane-" + number);
            thread.setDaemon(true);
        }

        boolean isOver() {
            return thread.getState() == Thread.State.TERMINATED;
        }

        /** Whether nothing moves in it before somebody else does something. */
        boolean isQuiet() {
            boolean wasToldToRun = !asleep && turn.availablePermits() > 0;
            return isOver() || (!wasToldToRun && thread.getState() == Thread.State.WAITING);
        }
    }

    /** Adds a lane, which begins when all are run. */
    public void add(Work work) {
        lanes.add(new Lane(time.instant(), lanes.size(), work));
    }

    /** Lets all of them run to their ends. */
    public void run() {
        lanes.forEach(lane -> lane.thread.start());
        while (!lanes.stream().allMatch(Lane::isOver)) {
            awaitQuiet();
            lanes.stream()
                    .filter(lane -> lane.asleep && !lane.isOver())
                    .min(Comparator.comparing((Lane lane) -> lane.wakes))
                    .ifPresentOrElse(this::wake, this::expectEnd);
        }
        for (Lane lane : lanes) {
            if (lane.failure != null) {
                throw new AssertionError(lane.thread.getName(), lane.failure);
            }
        }
    }

    /** Seen twice in a row, with nothing begun in between: one may have woken another after that was looked at. */
    private void awaitQuiet() {
        long before = -1;
        while (!lanes.stream().allMatch(Lane::isQuiet) || before != sleeps.get()) {
            before = sleeps.get();
            Thread.onSpinWait();
        }
    }

    private void expectEnd() {
        if (!lanes.stream().allMatch(Lane::isOver)) {
            throw new AssertionError("all lanes wait for one another");
        }
    }

    private void wake(Lane lane) {
        if (lane.wakes.isAfter(time.instant())) {
            time.sleep(Duration.between(time.instant(), lane.wakes));
        }
        lane.asleep = false;
        lane.turn.release();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Lane lane = lanes.stream()
                .filter(each -> each.thread == Thread.currentThread())
                .findFirst()
                .orElseThrow();
        lane.wakes = time.instant().plus(duration);
        lane.asleep = true;
        sleeps.incrementAndGet();
        lane.turn.acquire();
    }
}
