import Foundation
import Glibc
import Testing

/// Real gateways read messages from a modem, and the parts become complaints.
@Suite struct GatewayTests {
    private static let long =
        "เรียนการไฟฟ้า ขอร้องเรียนเรื่องไฟฟ้าดับบ่อยมากในซอยตัวอย่าง ๑๐๑ ตั้งแต่วันจันทร์ที่ผ่านมา😡 "
        + "ไฟดับทุกวันช่วงเย็น ทำให้ของในตู้เย็นเสียหาย กรุณาส่งเจ้าหน้าที่มาตรวจสอบด้วยครับ ขอบคุณครับ"
    private static let short = "ขอร้องเรียนเรื่องน้ำประปาไม่ไหล หมู่ ๕"

    /// The parts lie out of order in the modem; cut after 45 units each, one ends within the emoji.
    private func modem(size: Int = 45, further: [String] = []) throws -> GSMModem {
        let parts = DeliveredSMS.parts(Self.long, from: "+66810000001", reference: 0xB8, units: size)
        let units = Array(Self.long.utf16)
        try #require(parts.count > 2 && (units[89] & 0xFC00 == 0xD800))
        return try GSMModem(
            messages: [parts[1]] + parts[2...].reversed()
                + DeliveredSMS.parts(Self.short, from: "+66810000002", reference: 1)
                + [parts[0]] + further)
    }

    private func start(_ words: [String], in site: TemporarySite) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["LC_ALL=C.UTF-8"] + words
        process.currentDirectoryURL = site.folder
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        return process
    }

    private func write(_ lines: String, to name: String, in site: TemporarySite) throws -> String {
        let file = site.folder.appendingPathComponent(name)
        try Data(lines.utf8).write(to: file)
        return file.path
    }

    /// What came is two complaints, each text as it was written, and all parts are accounted for.
    private func expectComplaints(in site: TemporarySite, arrivals: Int, reports: Int = 0) throws {
        #expect(try site.drain().status == 0)
        let check = try site.run("ledger", "check", "--json")
        #expect(check.status == 0)
        let account = try #require((try check.object()?["accounts"] as? [[String: Any]])?.first)
        #expect(account["arrivals"] as? Int == arrivals + reports && account["joined"] as? Int == arrivals - 2)
        #expect(account["rejected"] as? Int == reports, "what became of a message that was sent is no complaint")
        let complaints = try site.run("complaints", "--json-lines").objects()
        let held = try site.run("review", "list", "--json")
        #expect(complaints.count == 2, "waiting: \(held.output)")
        let bodies = complaints.compactMap { ($0["body"] as? String).map { Array($0.unicodeScalars) } }
        for text in [Self.long, Self.short] {
            #expect(bodies.contains(Array(text.unicodeScalars)), "\(text.prefix(20))")
        }
        let counts = complaints.compactMap { ($0["arrivals"] as? [String])?.count }
        #expect(counts.sorted() == [1, arrivals - 1])
        let code = try #require(
            complaints.first { ($0["arrivals"] as? [String])?.count != 1 }?["tracking_code"] as? String)
        let life = try site.run("explain", code)
        #expect(life.status == 0 && life.output.contains("filed"))
    }

    @Test func messagesOfSMSServerTools() async throws {
        let site = try TemporarySite(
            stages: "stages: { join: { gather_secs: 1 } }",
            sources: """
                sms-line:
                    type: sms_smstools
                    sms_smstools: { directory: incoming, stable_for_secs: 0.3, rescan_secs: 0.5 }
                """)
        for name in ["incoming", "outgoing", "checked", "failed", "sent", "saved"] {
            try FileManager.default.createDirectory(
                at: site.folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let modem = try modem(further: [DeliveredSMS.report(on: "+66810000003")])
        let path = site.folder.path
        let settings = try write(
            """
            devices = GSM1
            outgoing = \(path)/outgoing
            checked = \(path)/checked
            incoming = \(path)/incoming
            failed = \(path)/failed
            sent = \(path)/sent
            saved = \(path)/saved
            infofile = \(path)/smsd.working
            pidfile = \(path)/smsd.pid
            logfile = \(path)/smsd.log
            loglevel = 4
            receive_before_send = no
            incoming_utf8 = no
            decode_unicode_text = no
            internal_combine = no
            errorsleeptime = 1
            delaytime = 1

            [GSM1]
            device = \(modem.device)
            incoming = yes
            check_network = no
            init = ATE0
            baudrate = 115200
            memory_start = 1

            """, to: "smsd.conf", in: site)
        let daemon = try start(["/usr/sbin/smsd", "-c\(settings)", "-t"], in: site)
        defer { stop(daemon) }
        try await RealPrograms.wait("smsd to fetch all") { modem.isEmpty }
        try expectComplaints(in: site, arrivals: try incoming("incoming", in: site) - 1, reports: 1)
    }

    @Test(arguments: ["detail", "unicode", "standard"]) func messagesOfGammu(_ format: String) async throws {
        let site = try TemporarySite(
            stages: "stages: { join: { gather_secs: 1 } }",
            sources: """
                sms-line:
                    type: sms_gammu
                    sms_gammu: { directory: incoming, format: \(format), stable_for_secs: 0.3, rescan_secs: 0.5 }
                """)
        for name in ["incoming", "outbox", "sent", "error"] {
            try FileManager.default.createDirectory(
                at: site.folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        // Gammu itself loses an emoji that is cut in two where it writes UTF-8.
        let modem = try modem(size: format == "standard" ? 46 : 45)
        let path = site.folder.path
        let settings = try write(
            """
            [gammu]
            device = \(modem.device)
            connection = at115200
            [smsd]
            service = files
            logfile = \(path)/log
            inboxpath = \(path)/incoming/
            outboxpath = \(path)/outbox/
            sentsmspath = \(path)/sent/
            errorsmspath = \(path)/error/
            inboxformat = \(format)
            checksecurity = 0
            checkbattery = 0
            checksignal = 0
            checknetwork = 0
            hangupcalls = 0
            receivefrequency = 1
            commtimeout = 3
            multiparttimeout = 60

            """, to: "smsdrc", in: site)
        let daemon = try start(["gammu-smsd", "-c", settings, "-p", "\(path)/pid"], in: site)
        defer { stop(daemon) }
        try await RealPrograms.wait("gammu-smsd to fetch all") { modem.isEmpty }
        // With details, all parts of a message are in one file.
        let files = try incoming("incoming", in: site)
        try expectComplaints(in: site, arrivals: format == "detail" ? 6 : files)
    }

    private func incoming(_ name: String, in site: TemporarySite) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: site.folder.appendingPathComponent(name).path).count
    }

    /// Ends a gateway and the processes that it made; a polite request would wait for its modem.
    private func stop(_ process: Process) {
        let identity = process.processIdentifier
        let children = RealPrograms.text(of: "/proc/\(identity)/task/\(identity)/children")
        for child in children.split(separator: " ").compactMap({ pid_t($0) }) + [identity] { kill(child, SIGKILL) }
        process.waitUntilExit()
    }
}
