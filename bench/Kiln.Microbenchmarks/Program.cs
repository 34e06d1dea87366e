using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Kiln.Microbenchmarks;

// In this process: a kernel needs no isolation from the next one, and no project has to be generated and built for each. DOTNET_EnableAVX512=0 and
// the like then also hold for what is measured.
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddColumn(new RateColumn())
    .HideColumns(Column.Job, Column.Toolchain, Column.Error)
    .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "artifacts"));
BenchmarkSwitcher.FromAssembly(typeof(RateColumn).Assembly).Run([.. args, "--inProcess"], config);
