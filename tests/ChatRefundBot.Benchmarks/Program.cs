using ChatRefundBot.Benchmarks.Crash;
using ChatRefundBot.Benchmarks.Storage;
using ChatRefundBot.Testing.Crash;

return args switch
{
    ["storage", .. var rest] => await StorageBenchmark.RunAsync(rest),
    ["crash", .. var rest] => await CrashRun.RunAsync(rest),
    ["crash-worker", .. var rest] => await CrashWorker.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/ChatRefundBot.Benchmarks -- VERB
          storage [SECONDS]   a turn's two commits on Redis and SQLite against bare scripts; seconds per run, 2 by default
          crash [--rounds N]  kills processes that hold refund conversations on SQLite and Redis, N rounds each, 10 by default
        """);
    return 2;
}
