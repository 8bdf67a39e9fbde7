// The chat over HTTP: hardened pages, tokens, and the live stream.
#include "chat_page.hpp"

namespace countersign::testing {
namespace {

TEST_F(ChatPage, LetsNoForeignScriptRunAndOnlyNamedSitesFrameIt) {
  for (const char* path : {"/chat/", "/chat/web"}) {
    const auto page = ask("GET", path)->response;
    EXPECT_EQ(page.status, 200);
    const auto policy = header(page, "Content-Security-Policy");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self';"));
    EXPECT_TRUE(policy.ends_with("frame-ancestors 'self' https://shop.example"));
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(header(page, "X-Content-Type-Options"), "") << "the server adds it to every answer";
    EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
    EXPECT_NE(page.body.find("data-title=\"A &quot;&lt;shop&gt;&quot;\""), std::string::npos);
    EXPECT_NE(page.body.find("data-channel=\"web\""), std::string::npos);
    EXPECT_EQ(page.body.find("<script>"), std::string::npos);
    EXPECT_EQ(page.body.find("style="), std::string::npos);
  }
}

TEST_F(ChatPage, ServesItsOwnFilesAndNothingElse) {
  EXPECT_EQ(header(ask("GET", "/chat/widget.js")->response, "Cross-Origin-Resource-Policy"), "cross-origin");
  EXPECT_EQ(header(ask("GET", "/chat/assets/page.js")->response, "Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_EQ(header(ask("GET", "/chat/assets/page.css")->response, "Content-Type"), "text/css; charset=utf-8");
  for (const char* path : {"/chat/assets/page.html", "/chat/assets/nothing.js", "/chat/shop", "/chat/nobody"})
    EXPECT_EQ(ask("GET", path)->response.status, 404) << path;
}

TEST_F(ChatPage, ABrowserThatHasAFileIsToldSo) {
  const auto first = ask("GET", "/chat/assets/page.js")->response;
  const auto again = ask("GET", "/chat/assets/page.js", {{"if-none-match", header(first, "ETag")}})->response;
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
}

TEST_F(ChatPage, StartsAConversationForTheSameVisitorAndNotWithoutEnd) {
  const auto first = json::parse(ask("POST", "/chat/web/start")->response.body);
  const std::string token(first->text("token"));
  const auto second = json::parse(ask("POST", "/chat/web/start", bearing(token))->response.body);
  const auto a = door().tokens.check(token, clock.now());
  const auto b = door().tokens.check(std::string(second->text("token")), clock.now());
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_EQ(a->id, b->id);
  EXPECT_NE(a->conversation, b->conversation);
  http::Response last;
  for (int i = 0; i < chat::kStarts.burst; ++i) last = ask("POST", "/chat/web/start")->response;
  EXPECT_EQ(last.status, 429);
  EXPECT_FALSE(header(last, "Retry-After").empty());
}

TEST_F(ChatPage, OnlyTheTokensBearerReads) {
  const auto token = visitor();
  ASSERT_TRUE(write(token, kQuestion).ok());
  for (const char* path : {"/chat/web/messages", "/chat/web/events"}) {
    EXPECT_EQ(ask("GET", path)->response.status, 401);
    EXPECT_EQ(ask("GET", path, bearing(token + "0"))->response.status, 401);
  }
  const auto read = ask("GET", "/chat/web/messages", bearing(token))->response;
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(header(read, "Cache-Control"), "no-store");
  EXPECT_NE(read.body.find(kQuestion), std::string::npos);
  const auto stranger = ask("GET", "/chat/web/messages", bearing(visitor()))->response;
  EXPECT_EQ(stranger.body, R"({"messages":[],"more":false,"state":{"busy":false,"with":"ai"}})");
  EXPECT_EQ(ask("GET", "/chat/web/messages", bearing(token), "after=1")->response.body.find(kQuestion),
            std::string::npos);
}

TEST_F(ChatPage, AnOpenPageIsSentEachLineOnceAndResumesBehindItsLast) {
  const auto token = visitor();
  ASSERT_TRUE(write(token, kQuestion).ok());
  const auto page = ask("GET", "/chat/web/events", bearing(token));
  ASSERT_TRUE(page->streamed(kQuestion));
  EXPECT_NE(page->pushed().find("id: 1\n"), std::string::npos);
  settle();
  ASSERT_TRUE(page->streamed("three to five"));
  EXPECT_EQ(page->pushed().find(kQuestion), page->pushed().rfind(kQuestion));
  auto headers = bearing(token);
  headers.emplace_back("last-event-id", "1");
  const auto later = ask("GET", "/chat/web/events", headers);
  ASSERT_TRUE(later->streamed("three to five"));
  EXPECT_EQ(later->pushed().find(kQuestion), std::string::npos);
  page->reader_goes();
  later->reader_goes();
}

TEST_F(ChatPage, APageThatWaitsIsToldWhoHasTheConversation) {
  const auto token = visitor();
  const auto page = ask("GET", "/chat/web/events", bearing(token));
  ASSERT_TRUE(page->streamed(R"("with":"ai")"));
  ASSERT_TRUE(write(token, json::Object{{"id", "p"}, {"text", "hello"}, {"person", true}}).ok());
  ASSERT_TRUE(page->streamed(R"("with":"waiting")"));
  page->reader_goes();
}

TEST_F(ChatPage, AConversationIsOpenOnSoManyPagesAndNoMore) {
  const auto token = visitor();
  std::vector<std::shared_ptr<Heard>> pages;
  for (int i = 0; i < 20; ++i) pages.push_back(ask("GET", "/chat/web/events", bearing(token)));
  const auto refused = ask("GET", "/chat/web/events", bearing(token));
  EXPECT_EQ(refused->response.status, 429);
  EXPECT_FALSE(header(refused->response, "Retry-After").empty());
  pages.back()->reader_goes();
  EXPECT_TRUE(ask("GET", "/chat/web/events", bearing(token))->streamed("state"));
  for (std::size_t i = 0; i + 1 < pages.size(); ++i) pages[i]->reader_goes();
}

}  // namespace
}  // namespace countersign::testing
