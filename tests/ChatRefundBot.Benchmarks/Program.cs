using BenchmarkDotNet.Running;
using ChatRefundBot.Benchmarks;
using ChatRefundBot.Benchmarks.Crash;
using ChatRefundBot.Benchmarks.Queue;
using ChatRefundBot.Benchmarks.Startup;
using ChatRefundBot.Benchmarks.Storage;
using ChatRefundBot.Benchmarks.Telegram;
using ChatRefundBot.Benchmarks.Turns;
using ChatRefundBot.Benchmarks.Web;
using ChatRefundBot.Testing.Crash;

return args switch
{
    ["storage", .. var rest] => await StorageBenchmark.RunAsync(rest),
    ["crash", .. var rest] => await CrashRun.RunAsync(rest),
    ["crash-worker", .. var rest] => await CrashWorker.RunAsync(rest),
    ["turns", .. var rest] => await TurnBenchmark.RunAsync(rest),
    ["turns-loop", var what, var seconds] => await TurnBenchmark.LoopAsync(what, seconds),
    ["web-loop", var seconds] => await WebBenchmark.LoopAsync(seconds),
    ["web", .. var rest] => await WebBenchmark.RunAsync(rest),
    ["telegram", .. var rest] => await TelegramLoad.RunAsync(rest),
    ["handoff-race", .. var rest] => await HandoffRaceRun.RunAsync(rest),
    ["claims", .. var rest] => await ClaimBenchmark.RunAsync(rest),
    ["policy"] => RunPolicy(),
    ["startup"] => await StartupBenchmark.RunAsync(),
    _ => Usage(),
};

static int RunPolicy()
{
    BenchmarkRunner.Run<PolicyBenchmarks>();
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/ChatRefundBot.Benchmarks -- VERB
          storage [SECONDS]   a turn's two commits on Redis and SQLite against bare scripts; seconds per run, 2 by default
          turns [SECONDS]     whole refund dialogs against their floor, long conversations, a parked one; seconds per run, 4 by default
          turns-loop dialog|floor SECONDS  one of them alone, for a profiler, with its processor time
          web [SECONDS]       from a POST to its reply on an open WebSocket, beside a floor without a bot; seconds per run, 4 by default
          web-loop SECONDS    the web channel on Redis alone, for a profiler
          telegram [CHATS]    chats that write in the same moment, 1000 by default: intake, answers within the budget of sends, memory
          handoff-race [TICKETS [KILLS [SEED]]]  50 agents on two hosts race for tickets while hosts and server are killed; 10000 and 6 by default
          claims [TICKETS]    tickets claimed and handed back beside BullMQ's jobs, 50 agents racing, a queue of 10,000; wants npm ci in tests/queue
          policy              decisions and next questions of the rule table, 60 to 6,000 rules
          startup             the host from process start to its first answer, and its memory when idle; wants a Release build of it
          crash [--rounds N [--series 1-4]]  kills processes that hold refund conversations on SQLite and Redis, N rounds each, 10 by default
        """);
    return 2;
}
