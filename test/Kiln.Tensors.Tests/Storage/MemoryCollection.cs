namespace Kiln.Tensors.Tests;

/// <summary>Tests that read the pool's counters run alone: whatever else allocates would show in them.</summary>
[CollectionDefinition("Memory", DisableParallelization = true)]
public class MemoryCollection;
