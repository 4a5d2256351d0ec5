package io.github.cdpcli.backfill;

import io.github.cdpcli.send.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends the batches of one lane, one after another, and settles their records in order. */
final class LaneWorker implements Runnable {

    private final Lane lane;
    private final Gate gate;
    private final BatchSink sink;
    private final Ledger ledger;
    private final Tally tally;
    private final Halt halt;

    LaneWorker(Lane lane, Gate gate, BatchSink sink, Ledger ledger, Tally tally, Halt halt) {
        this.lane = lane;
        this.gate = gate;
        this.sink = sink;
        this.ledger = ledger;
        this.tally = tally;
        this.halt = halt;
    }

    @Override
    public void run() {
        try {
            Optional<Batch> batch = lane.take();
            while (batch.isPresent() && !halt.isStopped() && send(batch.get())) {
                lane.settled(batch.get());
                batch = lane.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            halt.stop(Summary.Stop.ByMachine.of(e));
        }
    }

    private boolean send(Batch batch) throws IOException, InterruptedException {
        gate.await();
        if (halt.isStopped()) {
            return false;
        }
        for (Lane.Mark mark : batch.after()) {
            if (!mark.await()) {
                return false;
            }
        }
        Settling settling = new Settling(batch.items());
        try {
            Optional<Outcome> stop =
                    settling.events().isEmpty() ? Optional.empty() : sink.send(settling.events(), settling);
            stop.ifPresent(outcome -> halt.stop(new Summary.Stop.ByOutcome(outcome)));
            if (stop.isEmpty()) {
                settling.rest();
            }
            return stop.isEmpty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The records of a batch while they are being settled: those turned away go with the ones sent before them. */
    private final class Settling implements BatchSender.Settlement {
        private final List<Item> items;
        private final int[] sent;
        private int count;
        private int next;

        Settling(List<Item> items) {
            this.items = items;
            this.sent = new int[items.size()];
            for (int i = 0; i < sent.length; i++) {
                if (items.get(i) instanceof Item.Sent) {
                    sent[count++] = i;
                }
            }
        }

        /** What is to be sent. */
        List<Item.Sent> events() {
            return new AbstractList<>() {
                @Override
                public Item.Sent get(int index) {
                    return (Item.Sent) items.get(sent[index]);
                }

                @Override
                public int size() {
                    return count;
                }
            };
        }

        @Override
        public void accepted(int from, int to, Outcome.Accepted outcome) {
            tally.request();
            settle(to - from, Optional.empty());
        }

        @Override
        public void refused(int index, Outcome.Refused outcome) {
            settle(1, Optional.of(outcome));
        }

        void rest() throws IOException {
            List<Ledger.Entry> entries = new ArrayList<>();
            while (next < items.size()) {
                entries.add(Ledger.Entry.of(items.get(next++)));
            }
            if (!entries.isEmpty()) {
                ledger.settle(entries);
            }
        }

        private void settle(int sent, Optional<Outcome.Refused> refused) {
            List<Ledger.Entry> entries = new ArrayList<>(sent);
            for (int left = sent; left > 0; next++) {
                Item item = items.get(next);
                if (item instanceof Item.Sent sending) {
                    entries.add(new Ledger.Entry(item, refused.map(outcome -> reject(sending, outcome))));
                    left--;
                } else {
                    entries.add(Ledger.Entry.of(item));
                }
            }
            try {
                ledger.settle(entries);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Reject reject(Item.Sent sending, Outcome.Refused outcome) {
            Outcome.Complaint first = outcome.complaints().isEmpty()
                    ? new Outcome.Complaint(
                            outcome.refusal() == Outcome.Refusal.TOO_LARGE
                                    ? "is too large for the service"
                                    : "refused without a reason",
                            null,
                            null)
                    : outcome.complaints().get(0);
            String field = first.field();
            return new Reject(
                    sending.position(),
                    false,
                    ReasonCode.API_REFUSED.wireName(),
                    field == null ? "" : field,
                    first.message(),
                    outcome.status(),
                    outcome.body(),
                    sending.recorded().with(sending.event().messageId()));
        }
    }
}
