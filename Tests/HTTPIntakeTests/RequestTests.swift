import HTTPContract
import HTTPIntake
import Testing

@Suite struct RequestTests {
    @Test func aKeptConnectionCarriesOneRequestAfterAnother() async throws {
        try await withServer([echo()]) { port in
            let visitor = try Visitor(port: port)
            for text in ["a", "ab"] {
                visitor.say("POST /echo?n=1 HTTP/1.1\r\nHost: x\r\nContent-Length: \(text.count)\r\n\r\n\(text)")
                let sum = text == "a" ? 97 : 195
                #expect(await visitor.answer()?.body == "POST n=1 \(text.count) \(sum)\n")
            }
        }
    }

    @Test func requestsSentAllAtOnceAreAnsweredInOrder() async throws {
        try await withServer([echo()]) { port in
            let visitor = try Visitor(port: port)
            visitor.say((1...5).map { "GET /echo?n=\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            for number in 1...5 { #expect(await visitor.answer()?.body == "GET n=\(number) 0 0\n") }
        }
    }

    @Test func aRequestMayComeByteByByteAndInChunks() async throws {
        try await withServer([echo()]) { port in
            let visitor = try Visitor(port: port)
            let request =
                "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
            for byte in request.utf8 { visitor.say([byte]) }
            #expect(await visitor.answer()?.body == "POST - 5 495\n")
        }
    }

    @Test func aClientThatHasFinishedSpeakingIsStillAnswered() async throws {
        try await withServer([echo()]) { port in
            let visitor = try Visitor(port: port)
            visitor.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na")
            visitor.finish()
            #expect(await visitor.answer()?.status == 200)
        }
    }

    @Test func whatLeadsNowhereIsRefusedAndTheConnectionKept() async throws {
        try await withServer([echo()]) { port in
            let visitor = try Visitor(port: port)
            visitor.say("POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
            #expect(await visitor.answer()?.status == 404)
            visitor.say("DELETE /echo HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = await visitor.answer()
            #expect(answer?.status == 405)
            #expect(answer?.header["allow"] == "GET, POST")
            visitor.say("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await visitor.answer()?.status == 200)
        }
    }

    @Test(arguments: [
        "hello\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: one\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    ])
    func whatIsNoRequestIsToldSo(_ words: String) async throws {
        try await withServer([echo()]) { port in
            let visitor = try Visitor(port: port)
            visitor.say(words)
            #expect(await visitor.answer()?.status == 400)
            #expect(await visitor.answer() == nil)
        }
    }

    @Test func aRefusalBeforeTheBodySparesTheBody() async throws {
        let closed = HTTPRoute(
            ["POST"], "/closed", bodyLimit: 1 << 30, admit: { _ in HTTPResponse(.unauthorised, text: "no") },
            respond: { _ in HTTPResponse(.ok, text: "yes") })
        try await withServer([closed, echo()]) { port in
            let visitor = try Visitor(port: port)
            visitor.say("POST /closed HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n")
            #expect(await visitor.answer()?.status == 401)
            let polite = try Visitor(port: port)
            polite.say("POST /closed HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
            #expect(await polite.answer()?.status == 401)
            let welcome = try Visitor(port: port)
            welcome.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n")
            #expect(await welcome.answer()?.status == 100)
            welcome.say("a")
            #expect(await welcome.answer()?.status == 200)
        }
    }

    @Test func aTrustedProxyTellsWhoAsks() async throws {
        let who = HTTPRoute(["GET"], "/who", bodyLimit: 0) { HTTPResponse(.ok, text: $0.peer) }
        var settings = HTTPServerSettings()
        let asking = "GET /who HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n\r\n"
        try await withServer(settings, [who]) { port in
            let visitor = try Visitor(port: port)
            visitor.say(asking)
            #expect(await visitor.answer()?.body == "127.0.0.1\n")
        }
        settings.trustedProxies = ["127.0.0.0/8"].compactMap { AddressRange($0) }
        try await withServer(settings, [who]) { port in
            let visitor = try Visitor(port: port)
            visitor.say(asking)
            #expect(await visitor.answer()?.body == "203.0.113.9\n")
        }
    }
}
