#include "http_server.hpp"

#include "raw_connection.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"
#include "support/threads.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace homecluster::program;
using test_support::Contains;
using test_support::StartsWith;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// Answers what it was asked.
HttpResponse echo(const HttpRequest& request) {
  if (request.target == "/throw") throw std::runtime_error{"out of order"};
  if (request.target == "/throw-int") throw 42;
  if (request.target == "/teapot") return {.status = 405, .body = "{}\n", .allow = "GET, POST"};
  return {.body = json{{"method", request.method},
                       {"target", request.target},
                       {"body", std::string{request.body}}}
                      .dump(-1, ' ', false, json::error_handler_t::replace)};
}

std::string raw_answer(int port, const std::string& request) {
  const RawConnection connection{port};
  connection.send(request);
  return connection.answer();
}

std::string code_in(const std::string& body) {
  return json::parse(body).at("error").at("code").get<std::string>();
}

}  // namespace

TEST_CASE("a request reaches the handler as it was sent", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  httplib::Client client{"127.0.0.1", server.port()};

  const auto got = client.Get("/a%2Fb?c=%20&d=x");
  REQUIRE(got);
  CHECK(got->status == 200);
  CHECK(got->get_header_value("Content-Type") == "application/json");
  CHECK(json::parse(got->body) ==
        json{{"method", "GET"}, {"target", "/a%2Fb?c=%20&d=x"}, {"body", ""}});

  const auto posted = client.Post("/x", "{\"delta\": 1}", "application/json");
  REQUIRE(posted);
  CHECK(json::parse(posted->body).at("body") == "{\"delta\": 1}");

  // What curl --data sends.
  const auto form = client.Post("/x", "a=1&b=%20", "application/x-www-form-urlencoded");
  REQUIRE(form);
  CHECK(json::parse(form->body).at("body") == "a=1&b=%20");

  const auto deleted = client.Delete("/x");
  REQUIRE(deleted);
  CHECK(json::parse(deleted->body).at("method") == "DELETE");
}

TEST_CASE("a response keeps its status and the methods it allows", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  const auto response = httplib::Client{"127.0.0.1", server.port()}.Get("/teapot");
  REQUIRE(response);
  CHECK(response->status == 405);
  CHECK(response->get_header_value("Allow") == "GET, POST");
  CHECK(response->body == "{}\n");
}

TEST_CASE("what the handler throws is answered, and the server goes on", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  httplib::Client client{"127.0.0.1", server.port()};
  for (const char* const target : {"/throw", "/throw-int"}) {
    for (const auto& response : {client.Get(target), client.Post(target)}) {
      REQUIRE(response);
      CHECK(response->status == 500);
      CHECK(code_in(response->body) == "INTERNAL");
    }
  }
  CHECK(client.Get("/")->status == 200);
}

TEST_CASE("a body up to the limit is taken, and a longer one refused", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  httplib::Client client{"127.0.0.1", server.port()};

  const auto longest = client.Post("/", std::string(HttpServer::longest_body, 'x'), "text/plain");
  REQUIRE(longest);
  CHECK(longest->status == 200);
  CHECK(json::parse(longest->body).at("body").get<std::string>().size() ==
        HttpServer::longest_body);

  const auto longer =
      client.Post("/", std::string(HttpServer::longest_body + 1, 'x'), "text/plain");
  REQUIRE(longer);
  CHECK(longer->status == 413);
  CHECK(code_in(longer->body) == "RESOURCE_EXHAUSTED");

  // In chunks, without its length said first.
  const auto chunked = client.Post(
      "/",
      [](std::size_t, httplib::DataSink& sink) {
        const std::string piece(HttpServer::longest_body / 2 + 1, 'x');
        sink.write(piece.data(), piece.size());
        sink.write(piece.data(), piece.size());
        sink.done();
        return true;
      },
      "text/plain");
  REQUIRE(chunked);
  CHECK(chunked->status == 413);
}

TEST_CASE("the length of a body is believed only if it is a number", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  for (const std::string length : {"abc", "-1", "1x", "0x10", "1, 1"}) {
    INFO(length);
    const auto answer =
        raw_answer(server.port(), "POST / HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\nx");
    CHECK_THAT(answer, StartsWith("HTTP/1.1 400 ") && Contains("INVALID_ARGUMENT"));
  }
  CHECK_THAT(raw_answer(server.port(),
                        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
             StartsWith("HTTP/1.1 400 "));
  for (const std::string length : {"99999999", "18446744073709551615", "99999999999999999999"}) {
    INFO(length);
    CHECK_THAT(
        raw_answer(server.port(), "POST / HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\nx"),
        StartsWith("HTTP/1.1 413 ") && Contains("RESOURCE_EXHAUSTED"));
  }
}

TEST_CASE("a request without a length has no body, and is answered at once", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  const RawConnection connection{server.port()};
  connection.send("POST /x HTTP/1.1\r\nHost: h\r\n\r\n");  // what curl --request POST sends
  CHECK_THAT(connection.answer(), StartsWith("HTTP/1.1 200 ") && Contains(R"("body":"")"));
}

TEST_CASE("a body that breaks off never reaches the handler", "[http]") {
  std::atomic<int> handled = 0;
  const HttpServer server{"127.0.0.1", 0, [&](const HttpRequest&) {
                            ++handled;
                            return HttpResponse{.body = "{}"};
                          }};
  for (const std::string request :
       {"Content-Length: 10\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\n5\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}", "Transfer-Encoding: chunked\r\n\r\n0\r\nA: b",
        "Content-Length: 2\r\nContent-Encoding: gzip\r\n\r\n{}",
        "Content-Length: 2\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n{}"}) {
    INFO(request);
    const RawConnection connection{server.port()};
    connection.send("POST / HTTP/1.1\r\n" + request);
    connection.finish_sending();
    CHECK_THAT(connection.answer(), StartsWith("HTTP/1.1 400 ") && Contains("INVALID_ARGUMENT"));
  }
  CHECK(handled == 0);
}

TEST_CASE("a request that does not come before its deadline is told so", "[http]") {
  std::atomic<int> handled = 0;
  const HttpServer server{"127.0.0.1",
                          0,
                          [&](const HttpRequest&) {
                            ++handled;
                            return HttpResponse{.body = "{}"};
                          },
                          {.deadline = 100ms}};
  for (const std::string request :
       {"", "GET", "GET / HTTP/1.1\r\nHost: h\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n{}",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}"}) {
    INFO(request);
    CHECK_THAT(raw_answer(server.port(), request),
               StartsWith("HTTP/1.1 408 ") && Contains("DEADLINE_EXCEEDED"));
  }
  CHECK(handled == 0);
}

TEST_CASE("a client cannot put its deadline off, byte by byte", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo, {.deadline = 300ms}};
  const DrippingClients dripping{server.port(), 1, "GET / HTTP/1.1\r\nA: "};
  CHECK_THAT(dripping.first().answer(), StartsWith("HTTP/1.1 408 "));
}

TEST_CASE("a client that takes no answer is let go at the deadline", "[http]") {
  HttpServer server{"127.0.0.1",
                    0,
                    [](const HttpRequest&) {
                      return HttpResponse{.body = std::string(std::size_t{32} << 20, 'x')};
                    },
                    {.deadline = 200ms}};
  const RawConnection idle{server.port()};
  idle.send("GET / HTTP/1.1\r\n\r\n");
  // What the kernel keeps for it is less than the answer, whose rest is not waited for.
  while (idle.waiting() == 0) std::this_thread::yield();
  CHECK(server.stop(10s));
}

TEST_CASE("a client that floods is cut at its deadline", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo, {.deadline = 300ms}};
  const std::string beginning = GENERATE("GET / HTTP/1.1\r\nA: ",  // longer than a head may be
                                         "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n");
  const auto client = std::make_shared<RawConnection>(server.port());
  client->send(beginning);
  // More at once than the server reads until it looks again, so that it never finds nothing.
  CHECK(test_support::ends([client, flood = std::string(10'000'000, 'x')] {
    while (client->send(flood)) {
    }
  }));
  client->finish_sending();
}

TEST_CASE("clients that drip do not keep others waiting", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo, {.deadline = 1h}};
  const DrippingClients heads{server.port(), 32, "G"};
  const DrippingClients bodies{server.port(), 32,
                               "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n"};
  const auto response = httplib::Client{"127.0.0.1", server.port()}.Get("/x");
  REQUIRE(response);
  CHECK(response->status == 200);
}

TEST_CASE("when all places are taken, the one that is taken the longest is cut for the next",
          "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo, {.most = 4, .deadline = 1h}};
  std::vector<std::unique_ptr<RawConnection>> silent;
  for (int client = 0; client < 4; ++client) {
    silent.push_back(std::make_unique<RawConnection>(server.port()));
    silent.back()->send("G");
  }
  const auto response = httplib::Client{"127.0.0.1", server.port()}.Get("/x");
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(silent.front()->answer() == "");
  silent.back()->send("ET / HTTP/1.1\r\n\r\n");
  CHECK_THAT(silent.back()->answer(), StartsWith("HTTP/1.1 200 "));
}

TEST_CASE("a head of any length is refused without being kept", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  const std::string most(30'000, 'x');
  CHECK_THAT(
      raw_answer(server.port(), "GET / HTTP/1.1\r\nA: " + most.substr(8'000 * 3) + "\r\n\r\n"),
      StartsWith("HTTP/1.1 200 "));
  std::string lines = "GET / HTTP/1.1\r\n";
  for (int line = 0; line < 100'000; ++line) lines += "A: b\r\n";
  CHECK_THAT(raw_answer(server.port(), lines),
             StartsWith("HTTP/1.1 431 ") && Contains("the headers are longer than 32768 bytes"));
  CHECK_THAT(raw_answer(server.port(), "GET / HTTP/1.1\r\nA: " + std::string(1'000'000, 'b')),
             StartsWith("HTTP/1.1 431 "));
  CHECK_THAT(raw_answer(server.port(), "GET /" + std::string(1'000'000, 'b')),
             StartsWith("HTTP/1.1 414 "));
}

TEST_CASE("chunks are read with extensions and trailers, and within bounds", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  const auto answer_to = [&](const std::string& body) {
    return raw_answer(server.port(),
                      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
  };
  CHECK_THAT(answer_to("2\r\nab\r\n0\r\nExpires: never\r\nX: y\r\n\r\n"),
             StartsWith("HTTP/1.1 200 ") && Contains(R"("body":"ab")"));
  CHECK_THAT(answer_to("1;name=value\r\na\r\n00A \r\n0123456789\r\n0\r\n\r\n"),
             StartsWith("HTTP/1.1 200 ") && Contains(R"("body":"a0123456789")"));
  CHECK_THAT(answer_to("0\r\n\r\n"), StartsWith("HTTP/1.1 200 ") && Contains(R"("body":"")"));
  for (const std::string broken : {"x\r\nab\r\n", "-2\r\nab\r\n", "0x2\r\nab\r\n", "\r\n",
                                   "1\r\nab\r\n", "fffffffffffffffff\r\n"}) {
    INFO(broken);
    CHECK_THAT(answer_to(broken), StartsWith("HTTP/1.1 400 ") && Contains("body: "));
  }
  CHECK_THAT(answer_to(std::string(2'000, '0')), StartsWith("HTTP/1.1 400 "));
  std::string trailers = "0\r\n";
  for (int line = 0; line < 1'000; ++line) trailers += "A: b\r\n";
  CHECK_THAT(answer_to(trailers), StartsWith("HTTP/1.1 400 "));
}

TEST_CASE("a body with two lengths, or one that nobody knows, is refused", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  for (const std::string headers :
       {"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"}) {
    INFO(headers);
    CHECK_THAT(
        raw_answer(server.port(), "POST / HTTP/1.1\r\n" + headers + "\r\n0\r\n\r\n"),
        StartsWith("HTTP/1.1 400 ") && Contains("body: expected a Content-Length or chunks"));
  }
}

TEST_CASE("what is no HTTP is answered in JSON", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  for (const std::string request : {"GARBAGE\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                                    "FETCH / HTTP/1.1\r\n\r\n", "GET /?a?b HTTP/1.1\r\n\r\n"}) {
    INFO(request);
    const auto answer = raw_answer(server.port(), request);
    CHECK_THAT(answer, StartsWith("HTTP/1.1 400 ") && Contains("Content-Type: application/json"));
    CHECK(code_in(answer.substr(answer.find("\r\n\r\n") + 4)) == "INVALID_ARGUMENT");
  }
  const auto answer =
      raw_answer(server.port(), "GET /" + std::string(9'000, 'x') + " HTTP/1.1\r\n\r\n");
  CHECK_THAT(answer, StartsWith("HTTP/1.1 414 ") && Contains("INVALID_ARGUMENT"));
  CHECK(httplib::Client{"127.0.0.1", server.port()}.Get("/")->status == 200);
}

TEST_CASE("a long target is no burden", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  httplib::Client client{"127.0.0.1", server.port()};
  CHECK(client.Post('/' + std::string(8'000, 'x'), "{}", "application/json")->status == 200);
  CHECK(client.Get('/' + std::string(8'000, 'x'))->status == 200);
}

TEST_CASE("a range is ignored, as a server may", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  httplib::Client client{"127.0.0.1", server.port()};
  for (const char* const range : {"bytes=0-3", "bytes=100000-200000", "bytes=zz", "zz"}) {
    const httplib::Headers headers{{"Range", range}};
    const auto got = client.Get("/x", headers);
    REQUIRE(got);
    CHECK(got->status == 200);
    CHECK(json::parse(got->body).at("target") == "/x");
    const auto posted = client.Post("/x", headers, "{}", "application/json");
    REQUIRE(posted);
    CHECK(posted->status == 200);
    CHECK(json::parse(posted->body).at("body") == "{}");
  }
}

TEST_CASE("a port that is in use is an error that says so", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  CHECK_THROWS_WITH(
      (HttpServer{"127.0.0.1", server.port(), echo}),
      "cannot listen on 127.0.0.1:" + std::to_string(server.port()) + ": Address already in use");
  CHECK_THROWS_WITH((HttpServer{"192.0.2.1", 0, echo}),
                    Contains("cannot listen on 192.0.2.1:0: Cannot assign requested address"));
}

TEST_CASE("a port is free again when its server has gone", "[http]") {
  int port = 0;
  for (int round = 0; round < 3; ++round) {
    const HttpServer server{"127.0.0.1", port, echo};
    if (port != 0) CHECK(server.port() == port);
    port = server.port();
    CHECK(httplib::Client{"127.0.0.1", port}.Get("/")->status == 200);
  }
}

TEST_CASE("a server that was never asked anything ends at once", "[http]") {
  for (int round = 0; round < 20; ++round) {
    HttpServer server{"127.0.0.1", 0, echo};
    REQUIRE(server.stop(5s));
  }
}

TEST_CASE("many clients are served at once", "[http]") {
  const HttpServer server{"127.0.0.1", 0, echo};
  std::atomic<int> good = 0;
  test_support::in_threads(16, [&](std::size_t index) {
    httplib::Client client{"127.0.0.1", server.port()};
    for (int round = 0; round < 20; ++round) {
      const auto body = std::to_string(index) + "-" + std::to_string(round);
      const auto response = client.Post("/x", body, "text/plain");
      if (response && json::parse(response->body).at("body") == body) ++good;
    }
  });
  CHECK(good == 16 * 20);
}

TEST_CASE("stopping waits for requests that are being answered", "[http]") {
  std::promise<void> entered;
  std::promise<void> leave;
  HttpServer server{"127.0.0.1", 0, [&](const HttpRequest&) {
                      entered.set_value();
                      leave.get_future().wait();
                      return HttpResponse{.body = "{}"};
                    }};
  auto answer = std::async(std::launch::async,
                           [&] { return httplib::Client{"127.0.0.1", server.port()}.Get("/"); });
  entered.get_future().wait();
  CHECK_FALSE(server.stop(50ms));
  leave.set_value();
  CHECK(server.stop(10s));
  const auto response = answer.get();
  REQUIRE(response);
  CHECK(response->status == 200);
}

TEST_CASE("clients that send nothing, or half a request, do not hold a server up", "[http]") {
  HttpServer server{"127.0.0.1", 0, echo};
  const RawConnection silent{server.port()};
  const RawConnection half{server.port()};
  half.send("POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n{");
  CHECK(httplib::Client{"127.0.0.1", server.port()}.Get("/")->status == 200);
  CHECK(server.stop(10s));
}
