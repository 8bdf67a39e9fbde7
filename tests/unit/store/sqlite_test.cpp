#include "store/sqlite.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <future>
#include <latch>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "notes.hpp"

namespace countersign::store {
namespace {

/// Holds the writer inside a job until release() (or the end of the test).
class Gate {
 public:
  explicit Gate(Store& store) {
    store.submit(
        [latches = latches_](Session&) {
          latches->entered.count_down();
          latches->opened.wait();
        },
        nullptr);
    latches_->entered.wait();
  }
  ~Gate() { release(); }
  void release() {
    if (!std::exchange(released_, true)) latches_->opened.count_down();
  }

 private:
  struct Latches {
    std::latch entered{1};
    std::latch opened{1};
  };
  // Shared: the writer may still look at them when the test has gone on.
  std::shared_ptr<Latches> latches_ = std::make_shared<Latches>();
  bool released_ = false;
};

TEST(Sqlite, ReadsWhatWasCommitted) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  ASSERT_NE(store, nullptr);
  EXPECT_TRUE(store->commit([](Session& session) { add_note(session, 1, "hello"); }).ok());
  EXPECT_EQ(count_notes(*store), 1);
  EXPECT_TRUE(store->healthy());
}

TEST(Sqlite, TheDatabaseIsItsOwnersAlone) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  ASSERT_TRUE(store->commit([](Session& session) { add_note(session, 1); }).ok());
  for (const char* name : {"a.db", "a.db-wal", "a.db-shm"}) {
    struct stat facts {};
    ASSERT_EQ(::stat((folder / name).c_str(), &facts), 0) << name;
    EXPECT_EQ(facts.st_mode & 0777U, 0600U) << name;
  }
}

TEST(Sqlite, ManyJobsShareFewSyncs) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  constexpr int threads = 8;
  constexpr int jobs = 125;
  std::latch all(threads * jobs);
  std::atomic<int> failed = 0;
  {
    Gate gate(*store);
    std::vector<std::thread> writers;
    for (int thread = 0; thread < threads; ++thread) {
      writers.emplace_back([&, thread] {
        for (int job = 0; job < jobs; ++job) {
          store->submit([id = thread * jobs + job](Session& session) { add_note(session, id); },
                        [&](const Status& status) {
                          if (!status.ok()) ++failed;
                          all.count_down();
                        });
        }
      });
    }
    for (auto& writer : writers) writer.join();
  }
  all.wait();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(count_notes(*store), threads * jobs);
  EXPECT_EQ(store->counts().jobs, threads * jobs + 1U);
  EXPECT_LE(store->counts().commits, 3U) << "1 that held the writer, then 1000 jobs in groups of at most 512";
}

TEST(Sqlite, AnswersComeAfterTheCommitAndInOrder) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  std::vector<int> order;
  std::vector<std::int64_t> seen;
  std::latch all(3);
  {
    Gate gate(*store);
    for (int id = 0; id < 3; ++id) {
      store->submit([id](Session& session) { add_note(session, id); },
                    [&, id](const Status&) {
                      order.push_back(id);
                      seen.push_back(count_notes(*store));
                      all.count_down();
                    });
    }
  }
  all.wait();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(seen, (std::vector<std::int64_t>{3, 3, 3}));
}

TEST(Sqlite, AThrowingJobIsUndoneAlone) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  std::vector<Status> answers(5);
  std::latch all(5);
  {
    Gate gate(*store);
    const auto submit = [&](std::size_t id, const Store::Job& after) {
      store->submit(
          [id, after](Session& session) {
            add_note(session, static_cast<std::int64_t>(id));
            after(session);
          },
          [&, id](Status status) {
            answers[id] = std::move(status);
            all.count_down();
          });
    };
    submit(0, [](Session&) {});
    submit(1, [](Session&) { throw Rollback({Fault::conflict, "the conversation moved on"}); });
    submit(2, [](Session&) { throw std::runtime_error("secret words"); });
    submit(3, [](Session& session) { add_note(session, 0, "secret words"); });
    submit(4, [](Session&) {});
  }
  all.wait();
  EXPECT_TRUE(answers[0].ok());
  EXPECT_EQ(answers[1].error().fault, Fault::conflict);
  EXPECT_EQ(answers[1].error().message, "the conversation moved on");
  EXPECT_EQ(answers[2].error().fault, Fault::internal);
  EXPECT_EQ(answers[2].error().message.find("secret"), std::string::npos);
  EXPECT_EQ(answers[3].error().fault, Fault::internal);
  EXPECT_EQ(answers[3].error().message.find("secret"), std::string::npos);
  EXPECT_TRUE(answers[4].ok());
  EXPECT_EQ(count_notes(*store), 2);
  EXPECT_TRUE(store->healthy());
  EXPECT_EQ(store->counts().undone, 3U);
}

TEST(Sqlite, AFullQueueAnswersAtOnce) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db", {.queue = 4});
  std::vector<std::future<Status>> waiting;
  {
    Gate gate(*store);
    for (int id = 0; id < 4; ++id) {
      const auto answer = std::make_shared<std::promise<Status>>();
      waiting.push_back(answer->get_future());
      store->submit([id](Session& session) { add_note(session, id); },
                    [answer](Status status) { answer->set_value(std::move(status)); });
    }
    const Status refused = store->commit([](Session& session) { add_note(session, 99); });
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().fault, Fault::unavailable);
  }
  for (auto& answer : waiting) EXPECT_TRUE(answer.get().ok());
  EXPECT_EQ(count_notes(*store), 4);
}

TEST(Sqlite, SaysForHowLongTheOldestJobHasWaited) {
  struct Held final : Clock {
    [[nodiscard]] Time now() const override { return {}; }
    [[nodiscard]] Steady steady() const override { return Steady(Duration(moment.load())); }
    std::atomic<int> moment = 0;
  };
  const Folder folder;
  Held clock;
  const auto store = open_notes(folder / "a.db", {.clock = &clock});
  EXPECT_EQ(store->waiting(), Duration(0));
  {
    Gate gate(*store);
    clock.moment = 7;
    store->submit([](Session& session) { add_note(session, 1); }, nullptr);
    clock.moment = 9;
    EXPECT_EQ(store->waiting(), Duration(9)) << "the job in hand is older than the one behind it";
  }
  ASSERT_TRUE(store->commit([](Session& session) { add_note(session, 2); }).ok());
  while (store->waiting() != Duration(0)) std::this_thread::yield();
}

TEST(Sqlite, ClosingFinishesWhatWasQueued) {
  const Folder folder;
  std::atomic<int> durable = 0;
  {
    const auto store = open_notes(folder / "a.db");
    Gate gate(*store);
    for (int id = 0; id < 50; ++id) {
      store->submit([id](Session& session) { add_note(session, id); },
                    [&](const Status& status) { durable += status.ok(); });
    }
    gate.release();
  }
  EXPECT_EQ(durable, 50);
  EXPECT_EQ(count_notes(*open_notes(folder / "a.db")), 50);
}

TEST(Sqlite, AReadIsNotBlockedByTheWriterAndSeesOneMoment) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  const Status read = store->read([&](Session& session) {
    std::int64_t before = -1;
    session.first("SELECT count(*) FROM note", {}, [&](const Row& row) { before = row.integer(0); });
    EXPECT_TRUE(store->commit([](Session& writer) { add_note(writer, 1); }).ok());
    session.first("SELECT count(*) FROM note", {}, [&](const Row& row) { EXPECT_EQ(row.integer(0), before); });
    EXPECT_EQ(count_notes(*store), before) << "a read inside a read is part of it: one moment for all";
  });
  EXPECT_TRUE(read.ok());
  EXPECT_EQ(count_notes(*store), 1);
}

TEST(Sqlite, AFailingJobTakesNoneOfItsGroupWithIt) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  std::atomic<int> kept = 0;
  std::atomic<int> undone = 0;
  {
    Gate gate(*store);
    for (int id = 0; id < 9; ++id) {
      store->submit(
          [id](Session& session) {
            add_note(session, id);
            if (id == 4) throw Rollback({Fault::conflict, "not this one"});
          },
          [&](const Status& status) { ++(status.ok() ? kept : undone); });
    }
    gate.release();
    EXPECT_TRUE(store->commit([](Session& session) { add_note(session, 100); }).ok());
  }
  EXPECT_EQ(kept, 8);
  EXPECT_EQ(undone, 1);
  EXPECT_EQ(count_notes(*store), 9) << "the eight, and the last one";
}

TEST(Sqlite, AReaderCannotWriteAndTellsWhyItFailed) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  EXPECT_FALSE(store->read([](Session& session) { add_note(session, 1); }).ok());
  const Status missing = store->read([](Session&) { throw Rollback({Fault::not_found, "no such note"}); });
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().fault, Fault::not_found);
  EXPECT_EQ(count_notes(*store), 0);
  EXPECT_TRUE(store->healthy());
}

TEST(Sqlite, AnAnswerThatThrowsHurtsNobody) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  store->submit([](Session& session) { add_note(session, 1); }, [](const Status&) { throw std::runtime_error("no"); });
  EXPECT_TRUE(store->commit([](Session& session) { add_note(session, 2); }).ok());
  EXPECT_EQ(count_notes(*store), 2);
}

Status truncate(SqliteStore& store) {
  const auto cut = std::make_shared<std::promise<Status>>();
  store.submit_truncate([cut](Status status) { cut->set_value(std::move(status)); });
  return cut->get_future().get();
}

TEST(Sqlite, DeletedWordsAreOverwrittenOnTheDisk) {
  const Folder folder;
  const auto store = open_notes(folder / "a.db");
  ASSERT_TRUE(store
                  ->commit([](Session& session) {
                    add_note(session, 1, "the-words-to-forget");
                    add_note(session, 2, "the-words-to-keep");
                  })
                  .ok());
  ASSERT_TRUE(truncate(*store).ok());
  ASSERT_NE(read_file(folder / "a.db").find("the-words-to-forget"), std::string::npos);
  ASSERT_TRUE(store->commit([](Session& session) { session.run("DELETE FROM note WHERE id = 1"); }).ok());
  ASSERT_TRUE(truncate(*store).ok());
  EXPECT_EQ(read_file(folder / "a.db").find("words-to-forget"), std::string::npos);
  EXPECT_EQ(read_file(folder / "a.db-wal").find("words-to-forget"), std::string::npos);
  EXPECT_NE(read_file(folder / "a.db").find("the-words-to-keep"), std::string::npos);
}

TEST(Sqlite, TheJournalIsCutOnRequestAndKeptShortByItself) {
  const Folder folder;
  SqliteOptions options;
  options.journal_pages = 1000;
  const auto store = open_notes(folder / "a.db", options);
  const std::string words(100'000, 'w');
  for (int id = 0; id < 120; ++id) {
    ASSERT_TRUE(store->commit([&, id](Session& session) { add_note(session, id, words); }).ok());
  }
  EXPECT_LT(std::filesystem::file_size(folder / "a.db-wal"), 7'000'000U) << "12 MB were written through it";
  EXPECT_TRUE(truncate(*store).ok());
  EXPECT_EQ(std::filesystem::file_size(folder / "a.db-wal"), 0U);
  EXPECT_EQ(count_notes(*store), 120);
}

}  // namespace
}  // namespace countersign::store
