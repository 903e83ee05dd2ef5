package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.EngineException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The surveys of this node that are in progress. Thread-safe. */
final class Surveys {
    private final ScheduledExecutorService loop;
    private final Map<Long, Survey> underWay = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    Surveys(ScheduledExecutorService loop) {
        this.loop = loop;
    }

    /** Starts a survey with a timeout. */
    Survey begin(Duration timeout) {
        var survey = new Survey(count.incrementAndGet());
        underWay.put(survey.number(), survey);
        var timer = loop.schedule(survey::end, timeout.toNanos(), TimeUnit.NANOSECONDS);
        survey.outcome().whenComplete((answers, failure) -> {
            timer.cancel(false);
            underWay.remove(survey.number());
        });
        return survey;
    }

    /** Records an answer; late answers are ignored. */
    void answer(long number, String node, byte[] answer) {
        var survey = underWay.get(number);
        if (survey != null) {
            survey.answer(node, answer);
        }
    }

    void failAll(EngineException why) {
        underWay.values().forEach(survey -> survey.fail(why));
    }
}
