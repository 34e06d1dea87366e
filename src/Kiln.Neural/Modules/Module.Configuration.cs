namespace Kiln.Neural;

/// <summary>How a module describes itself in a configuration file.</summary>
public abstract partial class Module
{
    /// <summary>
    /// Writes what the constructor needs to build the module again, parameters aside. Override it in a module that takes arguments,
    /// and register a function that reads the same properties with <see cref="ModuleRegistry.Register"/>.
    /// </summary>
    /// <param name="config">Receives the properties.</param>
    protected virtual void Configure(ModuleConfig config)
    {
    }

    internal void WriteConfiguration(ModuleConfig config) => Configure(config);
}
